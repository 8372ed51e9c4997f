/** The history of a client with what was promised to him, newest first: pure. */
import type { Promised } from '@/api/promises';
import type { HistoryItem } from '@/api/types';

export type Entry = Omit<HistoryItem, 'kind'> & { promise?: Promised };

/** A promise stands where it was kept or closed; one that is open, where it was made. */
export function momentOf(promise: Promised): string {
  return promise.closed_at ?? promise.opened_at;
}

/**
 * Promises among the items. Of what is older than the last item nothing is told until the items
 * themselves are read so far; `isWhole`: there are no more of them.
 */
export function withPromises(
  items: readonly HistoryItem[],
  promises: readonly Promised[],
  isWhole: boolean,
): Entry[] {
  const last = items.at(-1);
  const edge = last && !isWhole ? Date.parse(last.at) : Number.NEGATIVE_INFINITY;
  const told: Entry[] = promises
    .map((promise) => ({ at: momentOf(promise), promise }))
    .filter((entry) => Date.parse(entry.at) >= edge);
  // Sorting is stable: of the same moment what happened stands above what came of it.
  return [...items, ...told].sort((one, two) => Date.parse(two.at) - Date.parse(one.at));
}
