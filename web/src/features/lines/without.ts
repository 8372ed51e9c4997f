/** An office without a line: what else must go with it. Pure. */
import type { PartChange } from '@/api/lines';
import type { Office } from '@/api/types';

type Scheme = Office['outbound'][number];

/** The scheme without the line; rules that it alone carried go. Null: it does not name it. */
function schemeWithout(scheme: Scheme, line: string): Scheme | null {
  if (!scheme.routes.some((route) => route.lines.includes(line))) return null;
  const routes = scheme.routes
    .map((route) => ({ ...route, lines: route.lines.filter((one) => one !== line) }))
    .filter((route) => route.lines.length > 0);
  return { ...scheme, routes };
}

export type Removal = { office: Office; changes: PartChange[]; schemes: string[] };

export function removalOf(office: Office, line: string): Removal {
  const changed = office.outbound.flatMap((scheme) => schemeWithout(scheme, line) ?? []);
  const byId = new Map(changed.map((scheme) => [scheme.id, scheme]));
  return {
    office: {
      ...office,
      lines: office.lines.filter((one) => one.id !== line),
      outbound: office.outbound.map((scheme) => byId.get(scheme.id) ?? scheme),
      policy: {
        ...office.policy,
        signatures: office.policy.signatures.filter((one) => one.line !== line),
      },
    },
    changes: [
      ...changed.map((value) => ({
        section: 'outbound' as const,
        key: value.id,
        value,
        is_new: false,
      })),
      { section: 'lines' as const, key: line, value: null, is_new: false },
    ],
    schemes: changed.map((scheme) => scheme.name),
  };
}
