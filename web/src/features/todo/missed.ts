/** The list 'Не забыть', read from the call log of the last week. */
import { useQuery } from '@tanstack/react-query';
import { type CallQuery, readCalls } from '@/api/hub';
import { keys } from '@/api/queries';
import type { CallRow } from '@/api/types';
import { now } from '@/ui/clock';
import { type Unreached, unreached } from './unreached';

export const WINDOW_DAYS = 7;
const PAGES = 5;

async function readAll(query: CallQuery): Promise<{ rows: CallRow[]; complete: boolean }> {
  const rows: CallRow[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const got = await readCalls({ ...query, limit: 200 }, cursor);
    rows.push(...got.items);
    if (!got.next) return { rows, complete: true };
    cursor = got.next;
  }
  return { rows, complete: false };
}

async function readMissed(): Promise<Unreached[]> {
  const since = new Date(now() - WINDOW_DAYS * 86_400_000).toISOString();
  const [missed, answered] = await Promise.all([
    readAll({ since, result: 'missed' }),
    readAll({ since, result: 'answered' }),
  ]);
  const oldest = answered.rows.at(-1);
  const from = answered.complete || !oldest ? 0 : Date.parse(oldest.started_at);
  return unreached(missed.rows, answered.rows, from);
}

const NONE: Unreached[] = [];

export function useMissed(): {
  items: Unreached[];
  error: unknown;
  isKnown: boolean;
  retry(): void;
} {
  const query = useQuery({
    queryKey: keys.missed,
    queryFn: readMissed,
    staleTime: 30_000,
    refetchInterval: 5 * 60_000,
  });
  return {
    items: query.data ?? NONE,
    error: query.data ? null : query.error,
    isKnown: query.data !== undefined,
    retry: () => void query.refetch(),
  };
}
