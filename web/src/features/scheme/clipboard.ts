/** Nodes on their way between schemes, tabs and offices: as text that anybody may have written. */
import { freeNodeId, type Scheme, type SchemeNode } from './graph';
import { type Kinds, portsOf } from './kinds';
import { faultOf } from './values';

const MARK = 'vochi/nodes/1';
/** More than anybody draws by hand. */
const MOST = 500;

type Carried = { vochi: typeof MARK; nodes: Record<string, SchemeNode> };

/** The chosen nodes with the wires between them; the start stays, a scheme has one. */
export function copyNodes(scheme: Scheme, chosen: readonly string[]): string | null {
  const taken = chosen.filter((id) => id !== scheme.start && scheme.nodes[id]);
  if (taken.length === 0) return null;
  const inside = new Set(taken);
  const nodes = Object.fromEntries(
    taken.map((id) => {
      const node = scheme.nodes[id] as SchemeNode;
      const exits = Object.entries(node.exits ?? {}).filter(([, to]) => inside.has(to));
      return [id, { ...node, exits: Object.fromEntries(exits) }];
    }),
  );
  const carried: Carried = { vochi: MARK, nodes };
  return JSON.stringify(carried);
}

/** The scheme with what was carried, under ids of its own, and these ids; null: it is no nodes. */
export function pasteNodes(
  scheme: Scheme,
  kinds: Kinds,
  text: string,
  by: { x: number; y: number },
): { scheme: Scheme; ids: string[] } | null {
  const nodes = readCarried(text, kinds);
  if (!nodes) return null;
  const ids = new Map<string, string>();
  let grown = scheme;
  for (const [old, node] of nodes) {
    const id = freeNodeId(grown, node.kind);
    ids.set(old, id);
    grown = { ...grown, nodes: { ...grown.nodes, [id]: node } };
  }
  const drawn = { ...grown.nodes };
  for (const [old, node] of nodes) {
    const ports = new Set(portsOf(kinds.get(node.kind), node).map((port) => port.id));
    const exits: Record<string, string> = {};
    for (const [port, to] of Object.entries(node.exits ?? {})) {
      const target = ids.get(to);
      if (target && to !== old && ports.has(port)) exits[port] = target;
    }
    const place = { x: whole(node.x) + by.x, y: whole(node.y) + by.y };
    drawn[ids.get(old) as string] = { ...node, exits, ...place };
  }
  return { scheme: { ...grown, nodes: drawn }, ids: [...ids.values()] };
}

function readCarried(text: string, kinds: Kinds): [string, SchemeNode][] | null {
  if (!text.includes(MARK)) return null;
  try {
    const carried = JSON.parse(text) as Partial<Carried>;
    if (carried.vochi !== MARK || typeof carried.nodes !== 'object' || !carried.nodes) return null;
    const nodes = Object.entries(carried.nodes);
    const are = nodes.every(([, node]) => isNode(node, kinds));
    return are && nodes.length > 0 && nodes.length <= MOST ? nodes : null;
  } catch {
    return null;
  }
}

/** A node with settings that its kind may have, and no others. */
function isNode(node: unknown, kinds: Kinds): node is SchemeNode {
  if (typeof node !== 'object' || node === null) return false;
  const { kind, exits, x, y, ...settings } = node as SchemeNode;
  const known = typeof kind === 'string' && kind !== 'start' ? kinds.get(kind) : undefined;
  const isWired =
    exits === undefined ||
    (typeof exits === 'object' &&
      exits !== null &&
      Object.values(exits).every((to) => typeof to === 'string'));
  return (
    known !== undefined &&
    isWired &&
    faultOf(settings, known.form) === null &&
    [x, y].every(isPlace)
  );
}

const isPlace = (value: unknown): boolean => value === undefined || Number.isSafeInteger(value);
const whole = (value: unknown): number => Math.max(-1e6, Math.min(1e6, Number(value) || 0));
