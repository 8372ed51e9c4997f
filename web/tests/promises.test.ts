import { describe, expect, it } from 'vitest';
import type { Promised } from '@/api/promises';
import type { Page } from '@/api/types';
import { belongs, urgency, withPromise } from '@/features/todo/list';
import { atClock, choices } from '@/features/todo/when';

const NOON = Date.parse('2026-05-18T09:00:00Z');
const minutes = (count: number) => new Date(NOON + count * 60_000).toISOString();

function promise(id: number, due: number, more: Partial<Promised> = {}): Promised {
  return {
    id,
    kind: 'missed',
    reasons: ['missed'],
    number: `+37529000000${id}`,
    numbers: [`+37529000000${id}`],
    pretty: '',
    name: '',
    client_id: null,
    opened_at: minutes(due - 15),
    last_at: minutes(due - 15),
    due_at: minutes(due),
    times: 1,
    short: 0,
    lost: false,
    longest_wait: 20,
    last_call: id,
    message_call: null,
    message: null,
    department: '901',
    departments: ['901'],
    people: [],
    line: null,
    line_name: null,
    owner: null,
    calling: null,
    tries: 0,
    tried: null,
    state: 'open',
    closed_at: null,
    how: null,
    by: '',
    by_call: null,
    reason: null,
    text: '',
    promised_by: '',
    sms: null,
    ...more,
  };
}

const page = (items: Promised[], next: string | null = null): Page<Promised> => ({ items, next });
const ids = (pages: Page<Promised>[]) => pages.map((one) => one.items.map((each) => each.id));

describe('a promise that changes on the screen', () => {
  it('stands in its place by the clock', () => {
    const pages = [page([promise(1, 5), promise(3, 15)])];
    expect(ids(withPromise(pages, {}, promise(2, 10)))).toEqual([[1, 2, 3]]);
    expect(ids(withPromise(pages, {}, promise(4, 20)))).toEqual([[1, 3, 4]]);
    expect(ids(withPromise(pages, {}, promise(1, 30)))).toEqual([[3, 1]]);
    expect(ids(withPromise([page([])], {}, promise(1, 5)))).toEqual([[1]]);
  });

  it('goes the moment he is reached, and comes back when it is opened again', () => {
    const kept = promise(1, 5, { state: 'kept', closed_at: minutes(1), how: 'came' });
    const pages = withPromise([page([promise(1, 5), promise(2, 6)])], {}, kept);
    expect(ids(pages)).toEqual([[2]]);
    expect(ids(withPromise(pages, {}, promise(1, 5)))).toEqual([[1, 2]]);
    expect(ids(withPromise([page([])], { state: 'over' }, kept))).toEqual([[1]]);
  });

  it('is never drawn twice, and one beyond what was read stays unread', () => {
    const pages = [page([promise(1, 5), promise(2, 10)], 'x'), page([promise(3, 15)], 'y')];
    expect(ids(withPromise(pages, {}, promise(4, 12)))).toEqual([
      [1, 2],
      [4, 3],
    ]);
    expect(ids(withPromise(pages, {}, promise(4, 90)))).toEqual([[1, 2], [3]]);
    expect(ids(withPromise(pages, {}, promise(3, 7)))).toEqual([[1, 3, 2], []]);
  });

  it('belongs to whom it is given and to nobody else', () => {
    const owner = { person: 'anna', extension: '181', name: 'Анна' };
    expect(belongs(promise(1, 5), { owner: 'nobody' })).toBe(true);
    expect(belongs(promise(1, 5, { owner }), { owner: 'nobody' })).toBe(false);
    expect(belongs(promise(1, 5, { owner }), { owner: 'anna' })).toBe(true);
    expect(belongs(promise(1, 5), { owner: 'anna' })).toBe(false);
    expect(belongs(promise(1, 5), { department: '902' })).toBe(false);
    const merged = promise(1, 5, { state: 'closed', how: 'merged', closed_at: minutes(1) });
    expect(belongs(merged, { state: 'over' })).toBe(false);
  });
});

describe('the clock', () => {
  it('is red when late, amber before, calm for what was promised for later', () => {
    expect(urgency(promise(1, -1), NOON)).toBe('late');
    expect(urgency(promise(1, 60), NOON)).toBe('soon');
    expect(urgency(promise(1, 60, { kind: 'promised' }), NOON)).toBe('calm');
    expect(urgency(promise(1, 20, { kind: 'promised' }), NOON)).toBe('soon');
  });

  it('offers times of the company, none that is over', () => {
    const zone = 'Europe/Minsk'; // noon by UTC+3 is 12:00 there
    const told = choices(NOON, zone).map(({ name, at }) => [name, new Date(at).toISOString()]);
    expect(told).toEqual([
      ['hour', '2026-05-18T10:00:00.000Z'],
      ['today', '2026-05-18T12:00:00.000Z'],
      ['today', '2026-05-18T14:00:00.000Z'],
      ['tomorrow', '2026-05-19T07:00:00.000Z'],
      ['tomorrow', '2026-05-19T12:00:00.000Z'],
    ]);
    const evening = choices(Date.parse('2026-05-18T19:10:00Z'), zone).map(({ name }) => name);
    expect(evening).toEqual(['hour', 'tomorrow', 'tomorrow']);
    expect(atClock('2026-03-29', '10:30', 'Europe/Warsaw')).toBe(
      Date.parse('2026-03-29T09:30:00Z'),
    );
  });
});
