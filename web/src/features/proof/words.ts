/** Edited words of a scheme: what of them is not understood, and where nodes go that are new.
 * Pure. */
import type { InboundScheme, OutboundScheme } from '@/api/proof';
import type { SchemeChange } from './mends';

/** One line that is not understood; `closest` is what may stand in the place of `said`. */
export type LineProblem = {
  line: number;
  text: string;
  said: string | null;
  closest: string | null;
};

/** The problems of a refusal; what is no problem in it is left out. */
export function problemsOf(facts: Record<string, unknown>): LineProblem[] {
  const told = facts['problems'];
  if (!Array.isArray(told)) return [];
  return told.flatMap((one: Record<string, unknown>) => {
    if (typeof one?.['line'] !== 'number' || typeof one['text'] !== 'string') return [];
    const of = (one['facts'] ?? {}) as Record<string, unknown>;
    const said = of['said'] ?? of['name'];
    return [
      {
        line: one['line'],
        text: one['text'],
        said: typeof said === 'string' ? said : null,
        closest: typeof one['closest'] === 'string' ? one['closest'] : null,
      },
    ];
  });
}

/** The text with what was likely meant in the place of what was written; null: it is not there. */
export function mended(text: string, problem: LineProblem): string | null {
  if (problem.said === null || problem.closest === null || problem.said === '') return null;
  const lines = text.split('\n');
  const line = lines[problem.line - 1];
  const at = line?.lastIndexOf(problem.said) ?? -1;
  if (line === undefined || at < 0) return null;
  lines[problem.line - 1] =
    line.slice(0, at) + problem.closest + line.slice(at + problem.said.length);
  return lines.join('\n');
}

/** Canvas steps between a node and one that follows it. */
const ASIDE = 308;
const BELOW = 170;
/** What a node takes at most, with some air. */
const WIDE = 250;
const TALL = 190;

/** The scheme as a change of the draft: nodes that it had not before lie beside what leads there. */
export function changeOf(
  read: InboundScheme | OutboundScheme,
  old: InboundScheme | OutboundScheme | undefined,
): SchemeChange {
  if (!isInbound(read)) return { scheme: read, fresh: [] };
  const before = old && isInbound(old) ? old.nodes : {};
  const nodes = { ...read.nodes };
  const fresh = Object.keys(nodes).filter((id) => !(id in before));
  const placed = new Set(Object.keys(nodes).filter((id) => id in before));
  // Nodes that lead to each other are placed one after another, from those that have a place.
  for (let round = 0; round < fresh.length; round += 1) {
    for (const id of fresh) {
      if (placed.has(id)) continue;
      const from = Object.keys(nodes).find(
        (one) => placed.has(one) && Object.values(nodes[one]?.exits ?? {}).includes(id),
      );
      const node = nodes[id];
      const source = from === undefined ? undefined : nodes[from];
      if (!node || !source) continue;
      const others = [...placed].map((one) => nodes[one]);
      nodes[id] = { ...node, ...freeBelow((source.x ?? 0) + ASIDE, source.y ?? 0, others) };
      placed.add(id);
    }
  }
  const lowest = Math.max(0, ...[...placed].map((id) => nodes[id]?.y ?? 0));
  for (const [index, id] of fresh.filter((one) => !placed.has(one)).entries()) {
    const node = nodes[id];
    if (node) nodes[id] = { ...node, x: index * ASIDE, y: lowest + BELOW };
  }
  return { scheme: { ...read, nodes }, fresh };
}

/** The first place downwards where a node covers no other. */
function freeBelow(
  x: number,
  y: number,
  others: readonly ({ x?: number; y?: number } | undefined)[],
) {
  const covers = (at: number) =>
    others.some(
      (one) => one && Math.abs((one.x ?? 0) - x) < WIDE && Math.abs((one.y ?? 0) - at) < TALL,
    );
  let at = y;
  while (covers(at)) at += 40;
  return { x, y: at };
}

function isInbound(scheme: InboundScheme | OutboundScheme): scheme is InboundScheme {
  return 'nodes' in scheme;
}
