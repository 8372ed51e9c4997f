/** A scheme as React Flow draws it; a node that did not change is the same object as before. */
import type { TFunction } from 'i18next';
import type { Place, Scheme, SchemeNode } from './graph';
import { type Kinds, portsOf } from './kinds';
import type { FlowNode, NodeData } from './NodeView';
import { labelOf, summaryOf } from './summary';
import type { Things } from './things';
import type { FlowEdge } from './Wire';

/** What a drawing of a node follows from, beside the node itself. */
export type Around = {
  kinds: Kinds;
  things: Things;
  t: TFunction;
  readOnly: boolean;
  places: Readonly<Record<string, Place>> | null;
  unread: ReadonlySet<string>;
};

export class Drawer {
  private readonly kept = new Map<string, { key: string; node: SchemeNode; drawn: FlowNode }>();
  private around: Around | null = null;
  private wires = new Map<string, FlowEdge>();

  nodes(scheme: Scheme, around: Around): FlowNode[] {
    const isSame = this.around !== null && isSameAround(this.around, around);
    if (!isSame) this.kept.clear();
    this.around = around;
    return Object.entries(scheme.nodes).map(([id, node]) => this.node(scheme, id, node, around));
  }

  edges(scheme: Scheme): FlowEdge[] {
    const found: FlowEdge[] = [];
    for (const [source, node] of Object.entries(scheme.nodes)) {
      for (const [port, target] of Object.entries(node.exits ?? {})) {
        if (!scheme.nodes[target]) continue;
        const id = `${source}/${port}`;
        const kept = this.wires.get(id);
        found.push(
          kept?.target === target ? kept : { id, source, target, sourceHandle: port, type: 'wire' },
        );
      }
    }
    this.wires = new Map(found.map((edge) => [edge.id, edge]));
    return found;
  }

  private node(scheme: Scheme, id: string, node: SchemeNode, around: Around): FlowNode {
    const label = labelOf(scheme.nodes, id, around.kinds, around.things, around.t);
    const isUnread = around.unread.has(id);
    const key = `${label}${isUnread}`;
    const kept = this.kept.get(id);
    if (kept?.node === node && kept.key === key) return kept.drawn;
    const place = around.places?.[id] ?? { x: node.x ?? 0, y: node.y ?? 0 };
    const data = dataOf(node, label, isUnread, around);
    const same = kept && isSameData(kept.drawn.data, data) ? kept.drawn.data : data;
    const drawn: FlowNode = { id, type: 'node', position: place, data: same };
    this.kept.set(id, { key, node, drawn });
    return drawn;
  }
}

function dataOf(node: SchemeNode, label: string, isUnread: boolean, around: Around): NodeData {
  const kind = around.kinds.get(node.kind);
  return {
    name: kind?.name ?? node.kind,
    group: kind?.group ?? 'end',
    about: kind ? summaryOf(kind, node, around.things, around.t) : '',
    label,
    ports: portsOf(kind, node),
    wired: node.exits ?? {},
    isUnread,
    readOnly: around.readOnly,
    unwiredWord: around.t('scheme.nowhere'),
  };
}

/** A node that was only moved keeps its data, so that nothing in it is drawn again. */
function isSameData(before: NodeData, after: NodeData): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}

function isSameAround(before: Around, after: Around): boolean {
  return (
    before.kinds === after.kinds &&
    before.things === after.things &&
    before.t === after.t &&
    before.readOnly === after.readOnly &&
    before.places === after.places
  );
}
