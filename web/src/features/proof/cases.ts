/** A call that might come: what one asks about it, as a life for the hub, as part of an address.
 * Pure. */
import type { InboundScheme } from '@/api/proof';
import type { Life, Office } from '@/api/types';
import { dayOf, midnight } from '@/ui/time';

export const STATES = ['silent', 'answers', 'busy', 'offline', 'dnd'] as const;
/** How somebody meets a ring; not told: he is there and does not answer. */
export type State = (typeof STATES)[number];
export const LINE_STATES = ['busy', 'down', 'paused'] as const;
export type LineState = (typeof LINE_STATES)[number];

/** `day` and `time` are of the company's zone; `people` by extension, `hooks` by address: what the
 * program answers, empty: nothing. */
export type Case = {
  line: string;
  number: string;
  caller: string;
  day: string;
  time: string;
  known: boolean;
  lists: string[];
  tags: string[];
  manager: string;
  people: Record<string, State>;
  lines: Record<string, LineState>;
  keys: string;
  patience: string;
  queue: number;
  hooks: Record<string, string>;
};

/** What each part of the form of a case is given. */
export type PartProps = { asked: Case; set: (change: Partial<Case>) => void; office: Office };

/** Seconds after which who answers does. */
const ANSWERS = 3;
const CALLER = '+375291234567';

export function caseAt(office: Office, scheme: string | null, now: number, zone: string): Case {
  const line = linesInto(office, scheme)[0] ?? office.lines?.[0];
  return {
    line: line?.id ?? '',
    number: '',
    caller: CALLER,
    ...momentAt(now, zone),
    known: false,
    lists: [],
    tags: [],
    manager: '',
    people: {},
    lines: {},
    keys: '',
    patience: '',
    queue: 0,
    hooks: {},
  };
}

/** Day and clock of a moment. */
export function momentAt(at: number, zone: string): { day: string; time: string } {
  const day = dayOf(at, zone);
  const minutes = Math.floor((at - midnight(day, zone)) / 60_000);
  return { day, time: `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}` };
}

const two = (number: number) => String(number).padStart(2, '0');

export type MomentPreset = 'now' | 'tonight' | 'sunday' | 'newYear';
export const MOMENTS: readonly MomentPreset[] = ['now', 'tonight', 'sunday', 'newYear'];

/** Moments at which schemes are wrong most: now, three in the night, Sunday, the first of January. */
export function presetMoment(preset: MomentPreset, now: number, zone: string) {
  if (preset === 'now') return momentAt(now, zone);
  const today = dayOf(now, zone);
  if (preset === 'tonight') return { day: dayAfter(today, 1), time: '03:00' };
  if (preset === 'newYear') return { day: `${Number(today.slice(0, 4)) + 1}-01-01`, time: '11:00' };
  const weekday = new Date(`${today}T12:00:00Z`).getUTCDay();
  return { day: dayAfter(today, (7 - weekday) % 7 || 7), time: '11:00' };
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export type Preset =
  | { what: 'quiet' | 'answered' | 'busy' | 'noLines' }
  | { what: 'gateway'; id: string; name: string };

/** Ready cases for an office: those that people ask about first. */
export function presetsOf(office: Office): Preset[] {
  const used = new Set((office.lines ?? []).map(gatewayOf).filter(Boolean));
  return [
    { what: 'quiet' },
    { what: 'answered' },
    { what: 'busy' },
    { what: 'noLines' },
    ...(office.gateways ?? [])
      .filter((one) => used.has(one.id))
      .map((one) => ({ what: 'gateway' as const, id: one.id, name: one.name })),
  ];
}

/** The case as a preset makes it; what it does not speak of stays. */
export function withPreset(
  asked: Case,
  preset: Preset,
  office: Office,
  scheme: string | null,
): Case {
  const all = (state: State) =>
    Object.fromEntries((office.people ?? []).map((one) => [one.extension, state]));
  switch (preset.what) {
    case 'quiet':
      return { ...asked, people: {}, lines: {} };
    case 'answered':
      return { ...asked, people: all('answers'), lines: {} };
    case 'busy':
      return { ...asked, people: all('busy') };
    case 'noLines':
      return { ...asked, lines: others(office, asked.line, 'busy') };
    case 'gateway': {
      const dead = (office.lines ?? []).filter((one) => gatewayOf(one) === preset.id);
      const isDead = (id: string) => dead.some((one) => one.id === id);
      // A call cannot come over a dead line: it comes over another that leads here, if there is.
      const living = linesInto(office, scheme).find((one) => !isDead(one.id));
      const line = isDead(asked.line) && living ? living.id : asked.line;
      const lines = Object.fromEntries(dead.map((one) => [one.id, 'down' as const]));
      return { ...asked, line, number: line === asked.line ? asked.number : '', lines };
    }
  }
}

function others(office: Office, line: string, state: LineState): Record<string, LineState> {
  const rest = (office.lines ?? []).filter((one) => one.id !== line);
  return Object.fromEntries(rest.map((one) => [one.id, state]));
}

function gatewayOf(line: NonNullable<Office['lines']>[number]): string | null {
  return line.kind === 'gsm' ? (line.gateway ?? null) : null;
}

/** Lines over which calls come into a scheme; null: over which they come into any. */
export function linesInto(office: Office, scheme: string | null) {
  return (office.lines ?? []).filter((line) => {
    const ways = [
      line.inbound,
      ...(line.kind === 'trunk' ? Object.values(line.by_number ?? {}) : []),
    ];
    return scheme === null ? ways.some(Boolean) : ways.includes(scheme);
  });
}

/** The draft in which the case comes into the scheme that is drawn, although no line leads there
 * yet; the draft itself where one does. */
export function officeFor(office: Office, asked: Case, scheme: string | null): Office {
  if (scheme === null || linesInto(office, scheme).length > 0) return office;
  return {
    ...office,
    lines: (office.lines ?? []).map((line) => {
      if (line.id !== asked.line) return line;
      return line.kind === 'trunk'
        ? { ...line, inbound: scheme, by_number: {} }
        : { ...line, inbound: scheme };
    }),
  } as Office;
}

export function lifeOf(asked: Case, office: Office, zone: string): Life {
  const [h = 0, m = 0] = asked.time.split(':').map(Number);
  const at = new Date(midnight(asked.day, zone) + (h * 60 + m) * 60_000);
  const phones: Record<string, { state: string; answers: number | null }> = {};
  const away: Record<string, string> = {};
  for (const device of office.devices ?? []) {
    const state = asked.people[device.account.split('-')[0] ?? ''] ?? 'silent';
    if (state === 'answers') phones[device.account] = { state: 'free', answers: ANSWERS };
    else if (state === 'busy' || state === 'offline')
      phones[device.account] = { state, answers: null };
  }
  for (const [extension, state] of Object.entries(asked.people))
    if (state === 'dnd') away[extension] = 'dnd';
  const patience = asked.patience.trim();
  return {
    line: asked.line,
    number: asked.number || null,
    caller: asked.caller.trim(),
    at: at.toISOString(),
    client: {
      known: asked.known || asked.lists.length > 0 || asked.tags.length > 0 || asked.manager !== '',
      lists: asked.lists,
      tags: asked.tags,
      ...(asked.manager && { responsible: asked.manager, last: asked.manager }),
    },
    phones,
    away,
    outside: {},
    lines: asked.lines,
    keys: asked.keys
      .split(/[\s,]+/)
      .filter(Boolean)
      .map((digits) => ({ digits, after: 2 })),
    hooks: Object.fromEntries(
      Object.entries(asked.hooks).map(([url, said]) => [url, said || null]),
    ),
    queue_ahead: asked.queue,
    ...(patience !== '' && { patience: Number(patience) }),
    // What is not told is the best case: the hub fills it in.
  } as unknown as Life;
}

/** Whether the hub would take it: what is typed half is not asked. */
export function isWhole(asked: Case): boolean {
  return (
    asked.line !== '' &&
    /^\d{4}-\d\d-\d\d$/.test(asked.day) &&
    /^\d\d:\d\d$/.test(asked.time) &&
    /^[0-9*# ,]*$/.test(asked.keys) &&
    asked.keys.split(/[\s,]+/).every((one) => one.length <= 32) &&
    /^\d{0,4}$/.test(asked.patience.trim()) &&
    Number(asked.patience) <= 7200
  );
}

/** Programs that a scheme asks, with what they may answer. */
export function hooksOf(scheme: InboundScheme | null): { url: string; branches: string[] }[] {
  const found = new Map<string, Set<string>>();
  for (const node of Object.values(scheme?.nodes ?? {})) {
    if (node.kind !== 'webhook') continue;
    const branches = found.get(node.url) ?? new Set();
    for (const branch of node.branches) branches.add(branch);
    found.set(node.url, branches);
  }
  return [...found].map(([url, branches]) => ({ url, branches: [...branches] }));
}

/** A case as a piece of an address. */
export function encoded(asked: Case): string {
  const bytes = new TextEncoder().encode(JSON.stringify(asked));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/** Back again; what is not a case in it is left at `usual`: an address may come from anywhere. */
export function decoded(text: string | null, usual: Case): Case | null {
  if (!text) return null;
  let held: unknown;
  try {
    const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    held = JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (one) => one.charCodeAt(0))));
  } catch {
    return null;
  }
  if (typeof held !== 'object' || held === null || Array.isArray(held)) return null;
  const told = held as Record<string, unknown>;
  const found: Record<string, unknown> = { ...usual };
  for (const [name, value] of Object.entries(usual)) {
    const one = told[name];
    if (Array.isArray(value)) {
      if (Array.isArray(one)) found[name] = one.filter(isText).slice(0, 50);
    } else if (typeof value === 'object') found[name] = texts(one);
    else if (typeof one === typeof value) found[name] = one;
  }
  const asked = found as Case;
  const isState = (state: string) => STATES.some((known) => known === state);
  const isLine = (state: string) => LINE_STATES.some((known) => known === state);
  return {
    ...asked,
    queue: Math.min(200, Math.max(0, Math.floor(asked.queue) || 0)),
    people: only(asked.people, isState),
    lines: only(asked.lines, isLine),
  };
}

const isText = (one: unknown): one is string => typeof one === 'string' && one.length <= 1000;

function texts(held: unknown): Record<string, string> {
  if (typeof held !== 'object' || held === null) return {};
  return Object.fromEntries(
    Object.entries(held)
      .filter((pair): pair is [string, string] => isText(pair[1]))
      .slice(0, 500),
  );
}

function only<T extends string>(
  held: Record<string, T>,
  isGood: (one: string) => boolean,
): Record<string, T> {
  return Object.fromEntries(Object.entries(held).filter(([, one]) => isGood(one)));
}
