/** Mends of faults that one click may make: each changes the scheme alone, and only there. Pure. */
import type { Fault, InboundScheme, OutboundScheme, SchemeNode } from '@/api/proof';
import type { Office } from '@/api/types';
import { nodeOf } from './faults';

/** A scheme in the place of the one with its id; `fresh` are nodes that have no place yet. */
export type SchemeChange = {
  scheme: InboundScheme | OutboundScheme;
  fresh: readonly string[];
};

/** `word`: what the button says, `facts` fill it. */
export type Mend = SchemeChange & {
  word:
    | 'wireVoicemail'
    | 'addVoicemail'
    | 'becomeVoicemail'
    | 'dropWire'
    | 'dropNode'
    | 'dropDouble'
    | 'addMusic'
    | 'takeOutbound';
  facts: Record<string, string>;
};

/** Steps of the canvas from a node to one that is added beside it. */
const ASIDE = 280;

/** The mend of a fault; null where only a person can say what is meant. */
export function mendOf(fault: Fault, scheme: InboundScheme, office: Office): Mend | null {
  const name = nodeOf(fault);
  const node = name === null ? undefined : scheme.nodes[name];
  if (name === null || !node) return null;
  const port = fault.facts?.['port'] ?? '';
  const set = (changed: SchemeNode) => ({
    scheme: { ...scheme, nodes: { ...scheme.nodes, [name]: changed } },
    fresh: [],
    facts: {},
  });
  switch (fault.code) {
    case 'node.port_unwired':
    case 'node.unknown_exit':
      return toVoicemail(scheme, name, node, port);
    case 'node.port_unknown': {
      const { [port]: _, ...exits } = node.exits ?? {};
      return { ...set({ ...node, exits }), word: 'dropWire' };
    }
    case 'node.unreachable':
    case 'node.second_start':
      return { ...without(scheme, name), fresh: [], facts: {}, word: 'dropNode' };
    case 'scheme.ends_in_silence':
      return node.kind === 'hangup'
        ? { ...set(voicemail(node.x ?? 0, node.y ?? 0)), word: 'becomeVoicemail' }
        : null;
    case 'menu.key_twice':
      if (node.kind !== 'menu') return null;
      return { ...set({ ...node, keys: [...new Set(node.keys)] }), word: 'dropDouble' };
    case 'webhook.branch_twice':
      if (node.kind !== 'webhook') return null;
      return { ...set({ ...node, branches: [...new Set(node.branches)] }), word: 'dropDouble' };
    case 'node.after_without_music':
      return node.kind === 'ring'
        ? { ...set({ ...node, music: 'default' }), word: 'addMusic' }
        : null;
    case 'node.unknown_outbound': {
      const [only, ...others] = office.outbound ?? [];
      if (!only || others.length > 0) return null;
      if (node.kind !== 'ring' && node.kind !== 'external') return null;
      const changed = set({ ...node, outbound: only.id });
      return { ...changed, word: 'takeOutbound', facts: { outbound: only.name } };
    }
    default:
      return null;
  }
}

function toVoicemail(
  scheme: InboundScheme,
  name: string,
  node: SchemeNode,
  port: string,
): Mend | null {
  if (!port) return null;
  const there = Object.entries(scheme.nodes).find(([, one]) => one.kind === 'voicemail');
  const target = there?.[0] ?? freeId(scheme, 'voicemail');
  const wired = { ...node, exits: { ...node.exits, [port]: target } };
  const nodes = { ...scheme.nodes, [name]: wired };
  if (there) {
    return {
      scheme: { ...scheme, nodes },
      fresh: [],
      word: 'wireVoicemail',
      facts: { node: target },
    };
  }
  const added = voicemail((node.x ?? 0) + ASIDE, node.y ?? 0);
  return {
    scheme: { ...scheme, nodes: { ...nodes, [target]: added } },
    fresh: [target],
    word: 'addVoicemail',
    facts: {},
  };
}

function voicemail(x: number, y: number): SchemeNode {
  return { kind: 'voicemail', exits: {}, x, y, prompt: null, owner: null, seconds: 120 };
}

/** The first of `voicemail`, `voicemail-2`, ... that no node bears. */
export function freeId(scheme: InboundScheme, wish: string): string {
  let found = wish;
  for (let number = 2; found in scheme.nodes; number += 1) found = `${wish}-${number}`;
  return found;
}

/** The scheme without a node, and without wires that led there. */
function without(scheme: InboundScheme, name: string): { scheme: InboundScheme } {
  const nodes: InboundScheme['nodes'] = {};
  for (const [id, node] of Object.entries(scheme.nodes)) {
    if (id === name) continue;
    const exits = Object.fromEntries(
      Object.entries(node.exits ?? {}).filter(([, target]) => target !== name),
    );
    nodes[id] = { ...node, exits };
  }
  return { scheme: { ...scheme, nodes } };
}
