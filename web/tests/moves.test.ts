import { describe, expect, it } from 'vitest';
import {
  fullOperators,
  type Goal,
  isConsulting,
  isMovable,
  type Mover,
  moveOf,
  waitingInQueues,
} from '@/live/moves';
import { liveCall, presence, talking } from './samples';

const away = { state: 'dnd', since: '', to: null, to_name: null, until: null } as const;
const people = [
  presence('180'),
  presence('181', { state: 'offline' }),
  presence('182'),
  presence('183', { state: 'talking' }),
  presence('184', { away }),
  presence('185', { state: 'offline', away: { ...away, state: 'forward', to: '182' } }),
];
const parked = liveCall({
  linked_id: 'p',
  state: 'held',
  ringing: [],
  parked: { slot: '2', by: { extension: '180', name: '' }, since: '', until: '' },
});
const mover = (change: Partial<Mover> = {}): Mover => ({
  extension: '180',
  isHead: false,
  people,
  calls: [parked],
  ...change,
});
const person = (number: string): Goal => ({ kind: 'person', number, name: '' });
const why = (...args: Parameters<typeof moveOf>) => {
  const move = moveOf(...args);
  return move.kind === 'refuse' ? move.why : move.kind === 'do' ? move.what : move.kind;
};

describe('a call that is dropped', () => {
  const mine = talking('180');
  const others = talking('182');

  it('goes to a person, unless he cannot be rung', () => {
    expect(moveOf(mine, person('182'), mover())).toEqual({
      kind: 'do',
      what: 'transfer',
      action: { kind: 'blind_transfer', linked_id: 'l1', extension: '180', to: '182' },
    });
    expect(why(mine, person('901'), mover())).toBe('transfer');
    expect(why(mine, person('181'), mover())).toBe('offline');
    expect(why(mine, person('183'), mover())).toBe('ask');
    expect(why(mine, person('184'), mover())).toBe('dnd');
    expect(why(mine, person('185'), mover())).toBe('transfer');
    expect(why(mine, person('180'), mover())).toBe('same');
  });

  it('goes to a free slot, or asks for a number', () => {
    expect(why(mine, { kind: 'slot', slot: '2' }, mover())).toBe('slotTaken');
    expect(moveOf(mine, { kind: 'slot', slot: '3' }, mover())).toMatchObject({
      action: { kind: 'park', extension: '180', slot: '3' },
    });
    const inside = talking('180', { direction: 'internal' });
    expect(why(inside, { kind: 'slot', slot: '3' }, mover())).toBe('inside');
    expect(why(mine, { kind: 'number', number: '' }, mover())).toBe('ask');
    expect(why(mine, { kind: 'number', number: '+375291' }, mover())).toBe('transfer');
  });

  it('of others is moved by a head alone, in the name of who talks', () => {
    expect(why(others, person('185'), mover())).toBe('notYours');
    expect(isMovable(others, mover())).toBe(false);
    expect(moveOf(others, person('185'), mover({ isHead: true }))).toMatchObject({
      action: { extension: '182', to: '185' },
    });
  });

  it('that rings is picked up by who drops it on himself', () => {
    const rings = liveCall({ ringing: ['182'] });
    expect(why(rings, person('180'), mover())).toBe('pickUp');
    expect(why(liveCall(), person('180'), mover())).toBe('answer');
    expect(why(rings, person('182'), mover())).toBe('unanswered');
    expect(why(rings, { kind: 'slot', slot: '1' }, mover())).toBe('unanswered');
    expect(isMovable(rings, mover({ extension: null }))).toBe(false);
  });

  it('that is parked is taken by who drops it on himself', () => {
    expect(why(parked, person('180'), mover())).toBe('take');
    expect(why(parked, person('182'), mover())).toBe('parked');
    expect(why(parked, person('182'), mover({ isHead: true }))).toBe('take');
    expect(why(parked, person('181'), mover({ isHead: true }))).toBe('offline');
    expect(why(parked, { kind: 'slot', slot: '1' }, mover())).toBe('parked');
  });
});

describe('lines told beforehand', () => {
  const line = (id: string, busy: number, state = busy ? 'busy' : 'free') => ({
    id,
    operator: 'A1',
    channels: 1,
    busy,
    state,
  });
  const oleg = talking('181', { lines: ['a1-1'] });

  it('names an operator whose lines are all taken, and who talks over them', () => {
    const full = fullOperators([line('a1-1', 1), line('a1-2', 1)], [oleg]);
    expect(full).toEqual([{ operator: 'A1', busy: 2, who: ['Irina'] }]);
    expect(fullOperators([line('a1-1', 1), line('a1-2', 0)], [oleg])).toEqual([]);
    expect(fullOperators([line('a1-1', 1), line('a1-2', 0, 'down')], [oleg])).toHaveLength(1);
    expect(fullOperators([line('a1-1', 0, 'down')], [])).toEqual([]);
  });
});

describe('queues and consultations', () => {
  it('counts who waits and since when', () => {
    const waits = (since: string) => liveCall({ node_kind: 'queue', node_since: since });
    expect(waitingInQueues([liveCall()])).toBeNull();
    expect(waitingInQueues([waits('2026-05-18T08:02:00Z'), waits('2026-05-18T08:01:00Z')])).toEqual(
      { count: 2, since: '2026-05-18T08:01:00Z' },
    );
  });

  it('sees that I talk with a third while my client waits', () => {
    const held = talking('180', { state: 'held', lines: ['a1-1'] });
    expect(isConsulting(held, '180')).toBe(false);
    expect(isConsulting({ ...held, ringing: ['182'] }, '180')).toBe(true);
    expect(isConsulting({ ...held, lines: ['a1-1', 'mts-1'] }, '180')).toBe(true);
    expect(isConsulting({ ...held, ringing: ['182'] }, '181')).toBe(false);
    const inside = { ...held, direction: 'internal' as const, lines: [] };
    const both = [...held.employees, { extension: '182', name: '', state: 'held' as const }];
    expect(isConsulting({ ...inside, employees: both }, '180')).toBe(false);
    expect(isConsulting({ ...inside, employees: both, ringing: ['183'] }, '180')).toBe(true);
  });
});
