import { describe, expect, it } from 'vitest';
import type { Promised } from '@/api/promises';
import type { HistoryItem } from '@/api/types';
import { withPromises } from '@/features/client/entries';

const note = (at: string) => ({ kind: 'note', at }) as HistoryItem;
const kept = (id: number, closed_at: string) =>
  ({ id, state: 'kept', opened_at: '2026-01-01T00:00:00Z', closed_at }) as Promised;
const open = (id: number, opened_at: string) =>
  ({ id, state: 'open', opened_at, closed_at: null }) as Promised;

describe('the history of a client with promises', () => {
  const items = [note('2026-05-18T10:00:00Z'), note('2026-05-16T10:00:00Z')];
  const told = (found: ReturnType<typeof withPromises>) =>
    found.map((one) => one.promise?.id ?? one.at.slice(8, 10));

  it('stands by the moment each was kept, or made while it is open', () => {
    const promises = [open(1, '2026-05-19T00:00:00Z'), kept(2, '2026-05-17T00:00:00.5+00:00')];
    expect(told(withPromises(items, promises, false))).toEqual([1, '18', 2, '16']);
  });

  it('tells nothing older than what is read, until all is read', () => {
    const promises = [kept(3, '2026-05-15T00:00:00Z')];
    expect(told(withPromises(items, promises, false))).toEqual(['18', '16']);
    expect(told(withPromises(items, promises, true))).toEqual(['18', '16', 3]);
    expect(told(withPromises([], promises, false))).toEqual([3]);
  });

  it('puts what happened above what came of it at the same moment', () => {
    expect(told(withPromises(items, [kept(4, '2026-05-18T10:00:00Z')], true))).toEqual([
      '18',
      4,
      '16',
    ]);
  });
});
