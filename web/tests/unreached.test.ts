import { describe, expect, it } from 'vitest';
import { unreached } from '@/features/todo/unreached';
import { callRow } from './samples';

const at = (minute: number) => new Date(Date.UTC(2026, 4, 18, 8, minute)).toISOString();
const who = (number: string) => ({
  number,
  pretty: number,
  name: '',
  id: null,
  lists: [] as string[],
  tags: [],
});

describe('who was called in vain', () => {
  it('counts the calls of a number and keeps the newest', () => {
    const [one, ...rest] = unreached(
      [
        callRow({ id: 2, started_at: at(5), waited: 31 }),
        callRow({ id: 1, started_at: at(1), waited: 40 }),
      ],
      [],
      0,
    );
    expect(rest).toEqual([]);
    expect(one).toMatchObject({ times: 2, longestWait: 40, last: { id: 2 } });
  });

  it('forgets him when somebody talked to him later, whoever called', () => {
    const answered = callRow({ direction: 'out', result: 'answered', started_at: at(9) });
    expect(unreached([callRow({ started_at: at(5) })], [answered], 0)).toEqual([]);
  });

  it('remembers him when the talk was before', () => {
    const answered = callRow({ result: 'answered', started_at: at(1), answered_at: at(2) });
    expect(unreached([callRow({ started_at: at(5) })], [answered], 0)).toHaveLength(1);
  });

  it('counts only the calls since he was last talked to', () => {
    const answered = callRow({ result: 'answered', started_at: at(3) });
    const missed = [callRow({ started_at: at(1) }), callRow({ started_at: at(5) })];
    expect(unreached(missed, [answered], 0)[0]?.times).toBe(1);
  });

  it('leaves out hidden numbers and what cannot be judged any more', () => {
    expect(unreached([callRow({ client: who('') })], [], 0)).toEqual([]);
    expect(unreached([callRow({ started_at: at(1) })], [], Date.parse(at(2)))).toEqual([]);
  });

  it('leaves out whoever is on the blacklist', () => {
    const spam = { ...who('+1'), lists: ['blacklist'] };
    expect(unreached([callRow({ client: spam })], [], 0)).toEqual([]);
  });

  it('keeps voicemails, of hidden numbers too, and who asked to be called back', () => {
    const hidden = callRow({ id: 7, client: who(''), has_message: true, started_at: at(1) });
    const asked = callRow({
      id: 8,
      client: who('+2'),
      callback_asked_at: at(3),
      started_at: at(2),
    });
    const mailed = callRow({ id: 9, client: who('+2'), has_message: true, started_at: at(1) });
    const list = unreached([asked, mailed, hidden], [], 0);
    expect(list.map((item) => [item.last.id, item.mail?.id ?? null, item.asked])).toEqual([
      [8, 9, true],
      [7, 7, false],
    ]);
  });

  it('puts the newest first', () => {
    const list = unreached(
      [
        callRow({ client: who('+1'), started_at: at(1) }),
        callRow({ client: who('+2'), started_at: at(2) }),
      ],
      [],
      0,
    );
    expect(list.map((item) => item.last.client.number)).toEqual(['+2', '+1']);
  });

  it('remembers a hidden number that left a message or asked, till somebody closes it', () => {
    const closed = { at: at(9), by: 'Irina', reason: 'no_need' as const };
    const hidden = callRow({ id: 3, client: who(''), has_message: true, started_at: at(1) });
    const asked = callRow({ id: 4, client: who(''), callback_asked_at: at(2), started_at: at(2) });
    const ids = (rows: (typeof hidden)[]) => unreached(rows, [], 0).map((one) => one.last.id);
    expect(ids([asked, hidden])).toEqual([4, 3]);
    expect(ids([{ ...asked, closed }, hidden])).toEqual([3]);
  });

  it('closes the calls before with the same number, not those after', () => {
    const closed = { at: at(9), by: 'Irina', reason: 'settled' as const };
    const [first, second, third] = [1, 5, 8].map((minute) =>
      callRow({ id: minute, started_at: at(minute) }),
    );
    if (!first || !second || !third) throw new Error('three');
    expect(unreached([{ ...second, closed }, first], [], 0)).toEqual([]);
    expect(unreached([third, { ...second, closed }, first], [], 0)).toMatchObject([
      { times: 1, last: { id: 8 } },
    ]);
  });
});
