import { describe, expect, it } from 'vitest';
import type { CallDetail, Recording } from '@/api/types';
import { marksOf } from '@/features/call/marks';
import { queuePlace } from '@/live/board';
import { callRow, liveCall } from './samples';

const at = (second: number) => new Date(Date.UTC(2026, 4, 18, 8, 0, second)).toISOString();
const irina = { extension: '180', name: 'Irina' };
const recording: Recording = {
  id: 1,
  started_at: at(5),
  seconds: 40,
  format: 'mp3',
  url: '/r',
  peaks: '/p',
};
const call = (change: Partial<CallDetail>): CallDetail => ({
  ...callRow({ started_at: at(0), answered_at: at(5) }),
  removed: [],
  legs: [],
  talks: [],
  path: [],
  lines_tried: [],
  recordings: [recording],
  office_version: 1,
  employees: [],
  messages: [],
  parks: [],
  transfers: [],
  marks: [],
  listeners: [],
  steps: [],
  skipped: [],
  limit: null,
  ...change,
});

describe('marks of a recording', () => {
  it('shows how long a client was parked and who took him', () => {
    const park = {
      slot: '1',
      by: irina,
      began_at: at(15),
      ended_at: at(25),
      how: 'taken' as const,
      taken_by: { extension: '181', name: 'Oleg' },
    };
    expect(marksOf(call({ parks: [park] }), recording)).toMatchObject([
      { from: 10, to: 20, kind: 'parked', who: 'Oleg' },
    ]);
  });

  it('closes a pause with what ended it, else with the end of the recording', () => {
    const mark = (what: string, second: number) => ({ at: at(second), what, by: null });
    const marks = [mark('pause', 10), mark('resume', 12), mark('held', 20)];
    expect(marksOf(call({ marks }), recording).map((one) => [one.kind, one.from, one.to])).toEqual([
      ['pause', 5, 7],
      ['held', 15, 40],
    ]);
  });

  it('leaves out what was before it and transfers that failed', () => {
    const moved = { at: at(20), kind: 'blind' as const, by: irina, to: '181', to_name: 'Oleg' };
    const transfers = [
      { ...moved, why: 'no_line' },
      { ...moved, why: null, at: at(21) },
    ];
    const marks = [{ at: at(1), what: 'notice', by: null }];
    expect(marksOf(call({ transfers, marks }), recording)).toMatchObject([
      { from: 16, to: null, who: 'Irina → Oleg' },
    ]);
  });
});

describe('place in a queue', () => {
  it('counts who came into the same queue before', () => {
    const waits = (id: string, second: number, node = 'main/q') =>
      liveCall({ linked_id: id, scheme_node: node, node_kind: 'queue', node_since: at(second) });
    const calls = [waits('a', 5), waits('b', 2), waits('c', 1, 'main/other')];
    expect(calls.map((one) => queuePlace(one, calls))).toEqual([2, 1, 1]);
    expect(queuePlace(liveCall(), calls)).toBeNull();
  });
});
