/** Nodes laid out from left to right, so that wires cross as little as they can. */
import { Graph, layout } from '@dagrejs/dagre';
import type { Place, Scheme } from './graph';

export const NODE_WIDTH = 224;

/** How high a node is drawn with so many ways out, about. */
export function heightOf(ports: number): number {
  return 66 + 29 * ports;
}

export function laidOut(scheme: Scheme, ports: (id: string) => number): Record<string, Place> {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 32, ranksep: 64, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const id of Object.keys(scheme.nodes)) {
    graph.setNode(id, { width: NODE_WIDTH, height: heightOf(ports(id)) });
  }
  for (const [id, node] of Object.entries(scheme.nodes)) {
    for (const [port, to] of Object.entries(node.exits ?? {})) {
      if (to in scheme.nodes && to !== id) graph.setEdge(id, to, {}, port);
    }
  }
  layout(graph);
  return Object.fromEntries(
    Object.keys(scheme.nodes).map((id) => {
      const { x, y, height } = graph.node(id) as { x: number; y: number; height: number };
      return [id, { x: Math.round(x - NODE_WIDTH / 2), y: Math.round(y - height / 2) }];
    }),
  );
}

/** Nobody has placed anything yet: it came from a file or a program. */
export function isUnplaced(scheme: Scheme): boolean {
  const nodes = Object.values(scheme.nodes);
  return nodes.length > 1 && nodes.every((node) => !node.x && !node.y);
}
