/** What tells a node from others at a glance, in a line or two. */
import type { TFunction } from 'i18next';
import { prettyNumber } from '@/ui/phone';
import { isChosen } from './fresh';
import type { SchemeNode } from './graph';
import { daysText } from './hours';
import { type Form, type Kind, type Kinds, type Port, portsOf } from './kinds';
import type { Things } from './things';
import { bare } from './values';

export function summaryOf(kind: Kind, node: SchemeNode, things: Things, t: TFunction): string {
  return kind.summary
    .map((name) => said(kind, name, node, things, t))
    .filter((part) => part !== '')
    .join(' · ');
}

function said(kind: Kind, name: string, node: SchemeNode, things: Things, t: TFunction): string {
  const value = node[name];
  const field = kind.form.properties?.[name];
  if (!field || value === null || value === undefined) return '';
  if (!isChosen(value)) return t('scheme.notChosen');
  const pick = kind.picks[name];
  if (pick === 'prompt' || pick === 'music')
    return t('scheme.quoted', { text: things.name(pick, String(value)) });
  if (Array.isArray(value)) {
    if (pick) return value.map((one) => number(things.name(pick, String(one)))).join(', ');
    return value.map((one) => periodText(one as Period, t)).join('; ');
  }
  if (pick) return number(things.name(pick, String(value)));
  const unit = kind.units[name];
  if (unit) return t(`scheme.unitOf.${unit}`, { count: Number(value) });
  if (typeof value === 'boolean') return value ? (field.title ?? '') : '';
  if (typeof value === 'object') return testText(kind, field, value, things);
  return bare(field).form.words?.[String(value)] ?? field.words?.[String(value)] ?? String(value);
}

type Period = { name: string; hours: { days: number[]; since: string; to: string }[] };

function periodText(period: Period, t: TFunction): string {
  return period.hours
    .map(({ days, since, to }) => `${daysText(days, t)} ${since}–${to}`)
    .join(', ');
}

function testText(kind: Kind, field: Form, value: object, things: Things): string {
  const what = field.discriminator?.propertyName ?? '';
  const held = value as Record<string, string>;
  const way = (field.oneOf ?? []).find((one) => one.properties?.[what]?.const === held[what]);
  const words = way?.properties?.[what]?.words?.[held[what] ?? ''] ?? '';
  const rest = Object.keys(way?.properties ?? {}).filter((name) => name !== what);
  const named = rest.map((name) => {
    const pick = kind.picks[`test.${name}`];
    return pick ? things.name(pick, held[name] ?? '') : (held[name] ?? '');
  });
  return [words, ...named].join(': ');
}

function number(text: string): string {
  return text.startsWith('+') ? prettyNumber(text) : text;
}

/** What a screen reader says of a node: its name, what it does, where each way out leads. */
export function labelOf(
  nodes: Record<string, SchemeNode>,
  id: string,
  kinds: Kinds,
  things: Things,
  t: TFunction,
): string {
  const node = nodes[id];
  const kind = node && kinds.get(node.kind);
  if (!kind) return id;
  const ways = portsOf(kind, node).map((port) => wayText(nodes, node, port, kinds, things, t));
  const about = summaryOf(kind, node, things, t);
  return [`${kind.name}${about ? ` (${about})` : ''}`, ways.join('; ')].filter(Boolean).join(': ');
}

function wayText(
  nodes: Record<string, SchemeNode>,
  node: SchemeNode,
  port: Port,
  kinds: Kinds,
  things: Things,
  t: TFunction,
): string {
  const to = node.exits?.[port.id];
  const target = to === undefined ? undefined : nodes[to];
  return target
    ? t('scheme.leadsTo', { way: port.words, node: nameOf(target, kinds, things, t) })
    : t('scheme.leadsNowhere', { way: port.words });
}

/** The name of a node among others: its kind and what it does. */
export function nameOf(node: SchemeNode, kinds: Kinds, things: Things, t: TFunction): string {
  const kind = kinds.get(node.kind);
  if (!kind) return node.kind;
  const about = summaryOf(kind, node, things, t);
  const short = about.length > 40 ? `${about.slice(0, 39)}…` : about;
  return short ? `${kind.name}: ${short}` : kind.name;
}
