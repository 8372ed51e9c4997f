/** A scheme as a graph: what one may do with it, each a new value. Pure. */
import type { Office } from '@/api/types';
import { type Kinds, portsOf } from './kinds';

type AnyInbound = NonNullable<Office['inbound']>[number];

/** A node; its settings stand beside its kind, exits and place, as the hub knows them. */
export type SchemeNode = {
  kind: string;
  exits?: Record<string, string>;
  x?: number;
  y?: number;
  [setting: string]: unknown;
};
export type Scheme = {
  id: string;
  name: string;
  start: string;
  nodes: Record<string, SchemeNode>;
};

export function schemeOf(office: Office, id: string): Scheme | null {
  return ((office.inbound ?? []).find((one) => one.id === id) as Scheme | undefined) ?? null;
}

export function withScheme(office: Office, scheme: Scheme): Office {
  const inbound = (office.inbound ?? []).map((one) =>
    one.id === scheme.id ? (scheme as unknown as AnyInbound) : one,
  );
  return { ...office, inbound };
}

/** Why a wire may not be: a code of the words `scheme.noWire`. */
export type NoWire = 'self' | 'start' | 'port' | 'gone';

/** null: the wire may be. A port that is wired is wired anew: there is one wire from each. */
export function whyNoWire(
  scheme: Scheme,
  kinds: Kinds,
  from: string,
  port: string,
  to: string,
): NoWire | null {
  const [source, target] = [scheme.nodes[from], scheme.nodes[to]];
  if (!source || !target) return 'gone';
  if (from === to) return 'self';
  if (to === scheme.start || target.kind === 'start') return 'start';
  const ports = portsOf(kinds.get(source.kind), source);
  return ports.some((one) => one.id === port) ? null : 'port';
}

export function wire(scheme: Scheme, from: string, port: string, to: string | null): Scheme {
  const node = scheme.nodes[from];
  if (!node) return scheme;
  const { [port]: before, ...others } = node.exits ?? {};
  if (before === (to ?? undefined)) return scheme;
  return withNode(scheme, from, { ...node, exits: to ? { ...others, [port]: to } : others });
}

export function withNode(scheme: Scheme, id: string, node: SchemeNode): Scheme {
  return { ...scheme, nodes: { ...scheme.nodes, [id]: node } };
}

/** Other settings; wires of ports that are gone with them go, too. */
export function withSettings(
  scheme: Scheme,
  kinds: Kinds,
  id: string,
  settings: Record<string, unknown>,
): Scheme {
  const before = scheme.nodes[id];
  if (!before) return scheme;
  const node: SchemeNode = { ...before, ...settings };
  const ports = new Set(portsOf(kinds.get(node.kind), node).map((port) => port.id));
  const exits = Object.fromEntries(
    Object.entries(node.exits ?? {}).filter(([port]) => ports.has(port)),
  );
  return withNode(scheme, id, { ...node, exits });
}

export type Place = { x: number; y: number };

export function moved(scheme: Scheme, places: Record<string, Place>): Scheme {
  const nodes = { ...scheme.nodes };
  for (const [id, place] of Object.entries(places)) {
    const node = nodes[id];
    if (node) nodes[id] = { ...node, x: Math.round(place.x), y: Math.round(place.y) };
  }
  return { ...scheme, nodes };
}

/** An id that no node has: the kind, then `kind-2`, ... */
export function freeNodeId(scheme: Scheme, kind: string): string {
  const word = kind.replaceAll('_', '-');
  if (!(word in scheme.nodes)) return word;
  for (let count = 2; ; count += 1) {
    if (!(`${word}-${count}` in scheme.nodes)) return `${word}-${count}`;
  }
}

/** Without these nodes. Who led to one of them is led on to where its only way led. */
export function without(scheme: Scheme, gone: ReadonlySet<string>): Scheme {
  const leaving = new Set([...gone].filter((id) => id !== scheme.start));
  if (leaving.size === 0) return scheme;
  const on = (id: string, from: string): string | null => {
    const seen = new Set<string>();
    let now: string | undefined = id;
    while (now !== undefined && leaving.has(now)) {
      if (seen.has(now)) return null;
      seen.add(now);
      const ways: Set<string> = new Set(Object.values(scheme.nodes[now]?.exits ?? {}));
      now = ways.size === 1 ? [...ways][0] : undefined;
    }
    return now === undefined || now === from || now === scheme.start ? null : now;
  };
  const nodes: Scheme['nodes'] = {};
  for (const [id, node] of Object.entries(scheme.nodes)) {
    if (leaving.has(id)) continue;
    const entries = Object.entries(node.exits ?? {});
    if (!entries.some(([, to]) => leaving.has(to))) {
      nodes[id] = node;
      continue;
    }
    const exits: Record<string, string> = {};
    for (const [port, to] of entries) {
      const next = leaving.has(to) ? on(to, id) : to;
      if (next !== null) exits[port] = next;
    }
    nodes[id] = { ...node, exits };
  }
  return { ...scheme, nodes };
}

/** Who leads to a node, in the order of the scheme. */
export function leadsTo(scheme: Scheme, id: string): { node: string; port: string }[] {
  return Object.entries(scheme.nodes).flatMap(([node, { exits }]) =>
    Object.entries(exits ?? {})
      .filter(([, to]) => to === id)
      .map(([port]) => ({ node, port })),
  );
}

/** A place beside `at` where no node lies yet. */
export function freePlace(scheme: Scheme, at: Place): Place {
  const taken = Object.values(scheme.nodes);
  let { x, y } = at;
  while (
    taken.some((node) => Math.abs((node.x ?? 0) - x) < 40 && Math.abs((node.y ?? 0) - y) < 40)
  ) {
    x += 40;
    y += 40;
  }
  return { x, y };
}
