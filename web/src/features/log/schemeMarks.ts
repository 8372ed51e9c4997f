/** Tags and sources that the schemes of the office can give a call: what one can filter by. */
import { useQuery } from '@tanstack/react-query';
import { officeQuery } from '@/api/queries';
import type { Office } from '@/api/types';

export type SchemeMarks = { tags: string[]; sources: string[]; asksScore: boolean };

const NONE: SchemeMarks = { tags: [], sources: [], asksScore: false };

export function useSchemeMarks(): SchemeMarks {
  const office = useQuery({ ...officeQuery, staleTime: 5 * 60_000 }).data;
  return office ? marksIn(office) : NONE;
}

export function marksIn(office: Office): SchemeMarks {
  const tags = new Set<string>();
  const sources = new Set<string>();
  for (const scheme of office.inbound ?? []) {
    for (const node of Object.values(scheme.nodes)) {
      if (node.kind !== 'tag') continue;
      if (node.tag) tags.add(node.tag);
      if (node.source) sources.add(node.source);
    }
  }
  return {
    tags: [...tags].sort(),
    sources: [...sources].sort(),
    asksScore: (office.departments ?? []).some((one) => one.score),
  };
}
