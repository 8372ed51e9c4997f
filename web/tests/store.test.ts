// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';
import type { Board } from '@/api/types';
import { LiveStore } from '@/live/store';
import type { TapMessage } from '@/live/tap';
import { board, liveCall } from './samples';

function setUp(boards: Board[]) {
  const answers: (() => void)[] = [];
  const read = vi.fn(
    () =>
      new Promise<{ board: Board; date: null }>((resolve) => {
        const next = boards.shift() ?? board();
        answers.push(() => resolve({ board: next, date: null }));
      }),
  );
  let tell: (message: TapMessage) => void = () => undefined;
  const store = new LiveStore(read, (teller) => {
    tell = teller;
    return { hurry: () => undefined, close: () => undefined };
  });
  const stop = store.start();
  const answer = async () => {
    answers.shift()?.();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { store, read, stop, answer, tell: (message: TapMessage) => tell(message) };
}

const call = (id: number, linkedId: string): TapMessage => ({
  kind: 'event',
  event: { id, name: 'call', data: liveCall({ linked_id: linkedId }) },
});

describe('live store', () => {
  it('loses no event that comes while the board is being read', async () => {
    const { store, tell, answer, stop } = setUp([board({ event_id: 5 })]);
    tell(call(5, 'already on the board'));
    tell(call(6, 'after it'));
    await answer();
    expect(store.get().board?.calls.map((one) => one.linked_id)).toEqual(['after it']);
    stop();
  });

  it('reads the board again when the stream opens, since events may have been missed', async () => {
    const { read, tell, answer, stop } = setUp([]);
    await answer();
    tell({ kind: 'open', resumed: false });
    await answer();
    expect(read).toHaveBeenCalledTimes(2);
    tell({ kind: 'open', resumed: true });
    expect(read).toHaveBeenCalledTimes(2);
    tell({ kind: 'event', event: { id: 99, name: 'reset', data: null } });
    expect(read).toHaveBeenCalledTimes(3);
    stop();
  });

  it('says honestly that the link is down, and keeps what it knew', async () => {
    const { store, tell, answer, stop } = setUp([board({ calls: [liveCall()] })]);
    await answer();
    tell({ kind: 'down', since: 1000 });
    expect(store.get()).toMatchObject({ link: 'down', downSince: 1000 });
    expect(store.get().board?.calls).toHaveLength(1);
    stop();
  });

  it('tells hearers of each event after it is on the board', async () => {
    const { store, tell, answer, stop } = setUp([board({ event_id: 1 })]);
    await answer();
    const seen: number[] = [];
    store.hear(() => seen.push(store.get().board?.calls.length ?? -1));
    tell(call(2, 'l1'));
    expect(seen).toEqual([1]);
    stop();
  });
});
