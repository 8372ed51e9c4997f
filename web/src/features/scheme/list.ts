/** The list of schemes: who uses each, what is wrong in it, what breaks without it. Pure. */
import type { Office } from '@/api/types';
import { freeNodeId, type Scheme } from './graph';

type Inbound = NonNullable<Office['inbound']>[number];
type Outbound = NonNullable<Office['outbound']>[number];
export type Direction = 'inbound' | 'outbound';

/** What names a scheme: lines it answers, schemes that lead to it, people who call by it. */
export type Users = { lines: string[]; schemes: string[]; people: string[] };

export function usersOf(office: Office, direction: Direction, id: string): Users {
  const inbound = office.inbound ?? [];
  if (direction === 'inbound') {
    const lines = (office.lines ?? []).filter((line) => line.inbound === id);
    const schemes = inbound.filter(
      (one) =>
        one.id !== id &&
        Object.values(one.nodes).some((node) => node.kind === 'go_to' && node.scheme === id),
    );
    return { lines: lines.map((line) => line.name), schemes: namesOf(schemes), people: [] };
  }
  const schemes = inbound.filter((one) =>
    Object.values(one.nodes).some((node) => 'outbound' in node && node.outbound === id),
  );
  const people = (office.people ?? []).filter((person) => person.outbound === id);
  return { lines: [], schemes: namesOf(schemes), people: namesOf(people) };
}

const namesOf = (things: readonly { name: string }[]) => things.map((thing) => thing.name);

/** Errors and warnings of each scheme by its id, of what the verifier found in this very office. */
export function faultsBy(
  office: Office,
  direction: Direction,
  problems: readonly { place: string; severity?: string }[],
): Record<string, { errors: number; warnings: number }> {
  const ids = (office[direction] ?? []).map((one) => one.id);
  const found: Record<string, { errors: number; warnings: number }> = {};
  for (const { place, severity } of problems) {
    const [section, index] = place.split('/');
    const id = section === direction ? ids[Number(index)] : undefined;
    if (id === undefined) continue;
    const before = found[id] ?? { errors: 0, warnings: 0 };
    found[id] =
      severity === 'warning'
        ? { ...before, warnings: before.warnings + 1 }
        : { ...before, errors: before.errors + 1 };
  }
  return found;
}

/** A free id; schemes are named by people, ids never are. */
export function freeSchemeId(office: Office, direction: Direction): string {
  const taken = Object.fromEntries((office[direction] ?? []).map((one) => [one.id, one]));
  const as = { id: '', name: '', start: '', nodes: taken } as unknown as Scheme;
  return freeNodeId(as, direction === 'inbound' ? 'in' : 'out');
}

/** A scheme with a beginning and an end, so that a call has where to go. */
export function blankScheme(id: string, name: string): Inbound {
  const nodes = { start: { kind: 'start', exits: {}, x: 0, y: 0 } };
  return { id, name, start: 'start', nodes } as unknown as Inbound;
}

export function withNew(office: Office, scheme: Inbound): Office {
  return { ...office, inbound: [...(office.inbound ?? []), scheme] };
}

export function renamed(office: Office, direction: Direction, id: string, name: string): Office {
  return changed(office, direction, (list) =>
    list.map((one) => (one.id === id ? { ...one, name } : one)),
  );
}

/** The same scheme again under another id; what leads to itself still does. */
export function copied(office: Office, direction: Direction, id: string, name: string): Office {
  const fresh = freeSchemeId(office, direction);
  return changed(office, direction, (list) =>
    list.flatMap((one) => (one.id === id ? [one, { ...one, id: fresh, name }] : [one])),
  );
}

export function removed(office: Office, direction: Direction, id: string): Office {
  return changed(office, direction, (list) => list.filter((one) => one.id !== id));
}

function changed(
  office: Office,
  direction: Direction,
  change: <T extends Inbound | Outbound>(list: readonly T[]) => T[],
): Office {
  return direction === 'inbound'
    ? { ...office, inbound: change(office.inbound ?? []) }
    : { ...office, outbound: change(office.outbound ?? []) };
}
