// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';
import type { Board } from '@/api/types';
import { LiveStore } from '@/live/store';
import type { TapMessage } from '@/live/tap';
import { board, liveCall } from './samples';

type Tell = (message: TapMessage) => void;

function setUp(...boards: Board[]) {
  const answers: (() => void)[] = [];
  const opened: number[] = [];
  const read = vi.fn(
    () =>
      new Promise<{ board: Board; date: null }>((resolve) => {
        const next = boards.shift() ?? board();
        answers.push(() => resolve({ board: next, date: null }));
      }),
  );
  let tell: Tell = () => undefined;
  const store = new LiveStore(read, (after, teller) => {
    opened.push(after);
    tell = teller;
    return { hurry: () => undefined, close: () => undefined };
  });
  const stop = store.start();
  const answer = async () => {
    answers.shift()?.();
    await new Promise((resolve) => setTimeout(resolve));
  };
  const heard: string[] = [];
  store.hear((event) => heard.push(event.name));
  const calls = () => store.get().board?.calls.map((call) => call.linked_id);
  return { store, read, opened, heard, calls, stop, answer, tell: (m: TapMessage) => tell(m) };
}

const call = (id: number, linkedId: string): TapMessage => ({
  kind: 'event',
  event: { id, name: 'call', data: liveCall({ linked_id: linkedId }) },
});

describe('live store', () => {
  it('listens from where the board stands, so that nothing falls between', async () => {
    const { opened, tell, answer, calls, stop } = setUp(board({ event_id: 5 }));
    expect(opened).toEqual([]);
    await answer();
    expect(opened).toEqual([5]);
    tell(call(5, 'on the board already'));
    tell(call(6, 'after it'));
    expect(calls()).toEqual(['after it']);
    stop();
  });

  it('loses no event that comes while the board is read again', async () => {
    const { store, tell, answer, calls, heard, stop } = setUp(
      board({ event_id: 5 }),
      board({ event_id: 8 }),
    );
    await answer();
    store.refresh();
    tell(call(8, 'on the new board'));
    tell(call(9, 'after it'));
    await answer();
    expect(calls()).toEqual(['after it']);
    expect(heard).toEqual(['call', 'call']);
    stop();
  });

  it('reads all again only when events were missed', async () => {
    const { read, tell, answer, heard, stop } = setUp(board({ event_id: 5 }));
    await answer();
    tell({ kind: 'open', at: 5 });
    expect(read).toHaveBeenCalledTimes(1);
    tell({ kind: 'open', at: 7 });
    expect(read).toHaveBeenCalledTimes(2);
    expect(heard).toEqual(['reset']);
    await answer();
    tell({ kind: 'event', event: { id: 99, name: 'reset', data: null } });
    expect(read).toHaveBeenCalledTimes(3);
    expect(heard).toEqual(['reset', 'reset']);
    stop();
  });

  it('says honestly that the link is down, and keeps what it knew', async () => {
    const { store, tell, answer, calls, heard, stop } = setUp(board({ calls: [liveCall()] }));
    await answer();
    tell({ kind: 'down', since: 1000 });
    expect(store.get()).toMatchObject({ link: 'down', downSince: 1000 });
    expect(calls()).toEqual(['l1']);
    tell({ kind: 'open', at: 10 });
    expect(store.get()).toMatchObject({ link: 'live', downSince: null });
    // What failed meanwhile is read again.
    expect(heard).toEqual(['reset']);
    stop();
  });

  it('tells hearers of each event after it is on the board', async () => {
    const { store, tell, answer, stop } = setUp(board({ event_id: 1 }));
    await answer();
    const seen: (number | undefined)[] = [];
    store.hear(() => seen.push(store.get().board?.calls.length));
    tell(call(2, 'l1'));
    expect(seen).toEqual([1]);
    stop();
  });
});
