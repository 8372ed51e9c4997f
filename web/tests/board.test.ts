import { describe, expect, it } from 'vitest';
import type { LineState } from '@/api/types';
import { advance, byOperator, byUrgency, channelsOf, ownCall, partOf } from '@/live/board';
import { board, liveCall, presence, talking } from './samples';

const line = (id: string, change: Partial<LineState> = {}): LineState => ({
  id,
  name: id,
  operator: 'A1',
  number: null,
  kind: 'gsm',
  channels: 1,
  busy: 0,
  online: true,
  since: null,
  state: 'free',
  why: null,
  ...change,
});

describe('advance', () => {
  it('puts a new call on the board and moves its number on', () => {
    const next = advance(board(), { id: 11, name: 'call', data: liveCall() });
    expect(next.calls).toHaveLength(1);
    expect(next.event_id).toBe(11);
  });

  it('replaces a known call in its place', () => {
    const before = board({ calls: [liveCall(), liveCall({ linked_id: 'l2' })] });
    const next = advance(before, { id: 11, name: 'call', data: talking('180') });
    expect(next.calls.map((call) => [call.linked_id, call.state])).toEqual([
      ['l1', 'talking'],
      ['l2', 'ringing'],
    ]);
  });

  it('takes an ended call away, told either way', () => {
    const before = board({ calls: [liveCall()] });
    const ended = { id: 11, name: 'call_ended', data: { linked_id: 'l1', id: 1 } } as const;
    expect(advance(before, ended).calls).toEqual([]);
    const told = { id: 11, name: 'call', data: liveCall({ state: 'ended' }) } as const;
    expect(advance(before, told).calls).toEqual([]);
  });

  it('changes nothing by an event that the board already holds', () => {
    const before = board();
    expect(advance(before, { id: 10, name: 'call', data: liveCall() })).toBe(before);
    expect(advance(before, { id: 3, name: 'call', data: liveCall() })).toBe(before);
  });

  it('is the same whether events come once or doubled', () => {
    const events = [
      { id: 11, name: 'call', data: liveCall() },
      { id: 12, name: 'presence', data: presence('180', { state: 'ringing' }) },
      { id: 13, name: 'call', data: talking('180') },
      { id: 14, name: 'line', data: line('a1-1', { busy: 1 }) },
      { id: 15, name: 'engine', data: { state: 'died', since: null } },
    ] as const;
    const once = events.reduce(advance, board());
    const doubled = [...events, ...events].reduce(advance, board());
    expect(doubled).toEqual(once);
    expect(once.people[0]?.state).toBe('ringing');
    expect(once.lines[0]?.busy).toBe(1);
    expect(once.engine.state).toBe('died');
  });

  it('keeps people in their order', () => {
    const next = advance(board(), {
      id: 11,
      name: 'presence',
      data: presence('180', { state: 'talking' }),
    });
    expect(next.people.map((person) => person.extension)).toEqual(['180', '181']);
  });
});

describe('own call', () => {
  it('tells what an extension does in a call', () => {
    expect(partOf(liveCall(), '181')).toBe('ringing');
    expect(partOf(talking('180'), '180')).toBe('talking');
    expect(partOf(talking('180', { state: 'ringing' }), '180')).toBe('calling');
    expect(partOf(talking('180'), '181')).toBeNull();
    expect(partOf(liveCall(), null)).toBeNull();
  });

  it('prefers the talk to what rings beside it', () => {
    const calls = [liveCall({ linked_id: 'second' }), talking('180', { linked_id: 'first' })];
    expect(ownCall(calls, '180')?.linked_id).toBe('first');
    expect(ownCall(calls, '181')?.linked_id).toBe('second');
    expect(ownCall(calls, '199')).toBeNull();
  });

  it('puts the longest ringing call first', () => {
    const calls = [
      talking('180', { linked_id: 'talk', started_at: '2026-05-18T07:00:00Z' }),
      liveCall({ linked_id: 'late', started_at: '2026-05-18T08:01:00Z' }),
      liveCall({ linked_id: 'early', started_at: '2026-05-18T08:00:00Z' }),
    ];
    expect(byUrgency(calls).map((call) => call.linked_id)).toEqual(['early', 'late', 'talk']);
  });
});

describe('lines', () => {
  it('counts channels of an operator, and what is not reachable', () => {
    const groups = byOperator([
      line('a1-1', { busy: 1 }),
      line('city', { operator: 'City', channels: 4, busy: 2 }),
      line('a1-2', { online: false }),
    ]);
    expect(
      groups.map(({ operator, channels, busy, online }) => [operator, channels, busy, online]),
    ).toEqual([
      ['A1', 2, 1, 1],
      ['City', 4, 2, 4],
    ]);
  });

  it('shows each channel', () => {
    expect(channelsOf(line('city', { channels: 3, busy: 1 }))).toEqual(['busy', 'free', 'free']);
    expect(channelsOf(line('a1', { online: false }))).toEqual(['off']);
  });
});
