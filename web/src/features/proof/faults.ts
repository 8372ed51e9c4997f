/** What the verifier finds, by where it is. Pure. */
import type { Fault } from '@/api/proof';
import type { Office } from '@/api/types';

export type Kind = 'inbound' | 'outbound';

/** `here`: of the scheme itself, worst first; `nodes`: the same by node; `elsewhere`: the rest. */
export type Faults = { here: Fault[]; nodes: Record<string, Fault[]>; elsewhere: Fault[] };

export function faultsOf(problems: readonly Fault[], office: Office, scheme: string, kind: Kind) {
  const index = (office[kind] ?? []).findIndex((one) => one.id === scheme);
  const root = `${kind}/${index}`;
  const found: Faults = { here: [], nodes: {}, elsewhere: [] };
  for (const fault of problems) {
    if (fault.place !== root && !fault.place.startsWith(`${root}/`)) {
      found.elsewhere.push(fault);
      continue;
    }
    found.here.push(fault);
    const node = nodeOf(fault);
    if (node === null) continue;
    found.nodes[node] = [...(found.nodes[node] ?? []), fault];
  }
  found.here = worstFirst(found.here);
  found.elsewhere = worstFirst(found.elsewhere);
  return found;
}

/** The node, or the number of the route, that a fault is about; null: the scheme as a whole. */
export function nodeOf(fault: Pick<Fault, 'place'>): string | null {
  const [, , what, which] = fault.place.split('/');
  return what === 'nodes' || what === 'routes' ? (which ?? null) : null;
}

function worstFirst(faults: readonly Fault[]): Fault[] {
  return [
    ...faults.filter((one) => one.severity === 'error'),
    ...faults.filter((one) => one.severity !== 'error'),
  ];
}

/** A fault stays the same while the draft changes around it. */
export function keyOf(fault: Pick<Fault, 'code' | 'place' | 'facts'>): string {
  return `${fault.code} ${fault.place} ${fault.facts?.['port'] ?? ''}`;
}
