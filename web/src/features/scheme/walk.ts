/** Where the arrow keys lead from a node: along its wires, and among those that lie beside it. */
import type { Scheme } from './graph';
import { leadsTo } from './graph';
import { type Kinds, portsOf } from './kinds';

export type Arrow = 'ArrowRight' | 'ArrowLeft' | 'ArrowUp' | 'ArrowDown';
export const ARROWS: ReadonlySet<string> = new Set([
  'ArrowRight',
  'ArrowLeft',
  'ArrowUp',
  'ArrowDown',
]);

/** The next node, null when there is none that way. `back` is where one came from by a wire. */
export function walk(
  scheme: Scheme,
  kinds: Kinds,
  from: string,
  arrow: Arrow,
  back: string | null,
): string | null {
  const node = scheme.nodes[from];
  if (!node) return null;
  if (arrow === 'ArrowRight') return waysOut(scheme, kinds, from)[0] ?? null;
  if (arrow === 'ArrowLeft') {
    const before = leadsTo(scheme, from).map((one) => one.node);
    return back !== null && before.includes(back) ? back : (before[0] ?? null);
  }
  const step = arrow === 'ArrowDown' ? 1 : -1;
  const sources = leadsTo(scheme, from).map((one) => one.node);
  const source = back !== null && sources.includes(back) ? back : sources[0];
  const siblings = source === undefined ? [] : waysOut(scheme, kinds, source);
  const next = siblings[siblings.indexOf(from) + step];
  if (next !== undefined && siblings.includes(from)) return next;
  return nearest(scheme, from, step);
}

function waysOut(scheme: Scheme, kinds: Kinds, id: string): string[] {
  const node = scheme.nodes[id];
  if (!node) return [];
  const targets = portsOf(kinds.get(node.kind), node)
    .map((port) => node.exits?.[port.id])
    .filter((to): to is string => to !== undefined && to in scheme.nodes);
  return [...new Set(targets)];
}

/** The nearest node that lies higher or lower. */
function nearest(scheme: Scheme, from: string, step: number): string | null {
  const here = scheme.nodes[from];
  let best: { id: string; far: number } | null = null;
  for (const [id, node] of Object.entries(scheme.nodes)) {
    const down = ((node.y ?? 0) - (here?.y ?? 0)) * step;
    if (id === from || down <= 0) continue;
    const far = down + Math.abs((node.x ?? 0) - (here?.x ?? 0)) * 2;
    if (!best || far < best.far) best = { id, far };
  }
  return best?.id ?? null;
}
