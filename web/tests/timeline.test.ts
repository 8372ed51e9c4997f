import { describe, expect, it } from 'vitest';
import type { CallDetail, Leg, Talk } from '@/api/types';
import { ticksOf, timelineOf } from '@/features/call/timeline';
import { callRow } from './samples';

const START = Date.parse('2026-05-18T08:00:00Z');
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

const leg = (endpoint: string, change: Partial<Leg> = {}): Leg => ({
  endpoint,
  kind: /^\d/.test(endpoint) ? 'device' : 'line',
  extension: /^\d/.test(endpoint) ? endpoint : null,
  name: endpoint,
  role: 'callee',
  rang_at: at(0),
  answered_at: null,
  ended_at: at(10),
  end: 'no_answer',
  cause: null,
  ...change,
});
const talk = (endpoint: string, from: number, to: number): Talk => ({
  began_at: at(from),
  ended_at: at(to),
  endpoint,
  extension: endpoint,
  name: endpoint,
  seconds: to - from,
});
const detail = (change: Partial<CallDetail>): CallDetail => ({
  ...callRow({ started_at: at(0), ended_at: at(30) }),
  removed: [],
  legs: [],
  talks: [],
  path: [],
  lines_tried: [],
  recordings: [],
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
const bars = (call: CallDetail) =>
  timelineOf(call, START + 60_000).rows.map((row) => [
    row.key,
    ...row.bars.map((bar) => `${bar.kind} ${bar.from}-${bar.to}`),
  ]);

describe('timeline of a call', () => {
  it('shows ringing phones, the talk, and the client waiting before it', () => {
    const call = detail({
      legs: [
        leg('a1-1', { role: 'caller', rang_at: null, answered_at: at(6), ended_at: at(30) }),
        leg('180', { answered_at: at(6), ended_at: at(30), end: 'answered' }),
        leg('181', { ended_at: at(6), end: 'answered_elsewhere' }),
      ],
      talks: [talk('180', 6, 30)],
    });
    expect(bars(call)).toEqual([
      ['a1-1', 'wait 0-6', 'talk 6-30'],
      ['180', 'ring 0-6', 'talk 6-30'],
      ['181', 'ring 0-6'],
    ]);
  });

  it('gathers the rings of one phone in one row', () => {
    const call = detail({
      legs: [leg('180', { ended_at: at(10) }), leg('180', { rang_at: at(12), ended_at: at(20) })],
    });
    expect(bars(call)).toEqual([['180', 'ring 0-10', 'ring 12-20']]);
  });

  it('lets an employee who calls wait for the client', () => {
    const call = detail({
      direction: 'out',
      legs: [
        leg('180', { role: 'caller', rang_at: null, ended_at: at(30) }),
        leg('a1-1', { answered_at: at(8), ended_at: at(30) }),
      ],
      talks: [talk('180', 8, 30)],
    });
    expect(bars(call)).toEqual([
      ['180', 'wait 0-8', 'talk 8-30'],
      ['a1-1', 'wait 0-8', 'talk 8-30'],
    ]);
  });

  it('ends what is still on at this moment', () => {
    const call = detail({ ended_at: null, legs: [leg('180', { ended_at: null, end: null })] });
    expect(bars(call)).toEqual([['180', 'ring 0-60']]);
  });

  it('draws nothing for a phone that did not ring', () => {
    expect(bars(detail({ legs: [leg('184', { rang_at: null, end: 'unreachable' })] }))).toEqual([
      ['184'],
    ]);
  });

  it.each([
    [5, 1],
    [70, 10],
    [400, 60],
    [90_000, 14_400],
  ])('marks %d s every %d s', (seconds, step) => {
    const ticks = ticksOf(seconds);
    expect(ticks[1]).toBe(step);
    expect(ticks.length).toBeLessThanOrEqual(8);
  });
});
