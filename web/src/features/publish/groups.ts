/** Changes gathered by what they are about, in the order of the office. */

export const SECTIONS = [
  'company',
  'people',
  'devices',
  'departments',
  'follow_me',
  'conferences',
  'numbering',
  'inbound',
  'outbound',
  'lines',
  'gateways',
  'adapters',
  'sockets',
  'operators',
  'prompts',
  'parking',
  'features',
  'holidays',
  'policy',
] as const;
export type Section = (typeof SECTIONS)[number];

export type Placed = { code: string; place: string; text: string };
export type Group<T> = { section: Section | 'other'; changes: T[] };

export function grouped<T extends Placed>(changes: readonly T[]): Group<T>[] {
  const found = new Map<string, T[]>();
  for (const change of changes) {
    const section = change.place.split('/')[0] ?? '';
    const key = (SECTIONS as readonly string[]).includes(section) ? section : 'other';
    found.set(key, [...(found.get(key) ?? []), change]);
  }
  return [...SECTIONS, 'other' as const].flatMap((section) => {
    const held = found.get(section);
    return held ? [{ section, changes: held }] : [];
  });
}

/** What became of a thing, for a mark beside its line. */
export function markOf(code: string): 'added' | 'removed' | 'changed' {
  if (code.endsWith('.added') || code === 'office.created') return 'added';
  return code.endsWith('.removed') ? 'removed' : 'changed';
}

/** Where a problem is mended: the constructor, or the page of its section. */
export function pageOf(
  place: string,
  office: { inbound: readonly { id: string }[] },
): string | null {
  const [section, index] = place.split('/');
  switch (section) {
    case 'inbound': {
      const scheme = office.inbound[Number(index)];
      return scheme ? `/schemes/${encodeURIComponent(scheme.id)}` : '/schemes';
    }
    case 'outbound':
      return '/outgoing';
    case 'people':
    case 'devices':
      return '/people';
    case 'departments':
      return '/departments';
    case 'follow_me':
      return '/departments/follow-me';
    case 'conferences':
      return '/departments/conferences';
    case 'numbering':
      return '/departments/numbers';
    case 'features':
    case 'parking':
      return '/departments/codes';
    case 'holidays':
      return '/departments/holidays';
    case 'lines':
      return '/lines';
    case 'gateways':
    case 'sockets':
    case 'adapters':
      return '/gateways';
    default:
      return null;
  }
}
