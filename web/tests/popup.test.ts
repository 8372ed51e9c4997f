/** Which tab speaks, what the pop-up shows, whether this browser may tell of a call. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Notice, show, take } from '@/features/notify/notice';
import { standingOf } from '@/features/notify/permission';
import { follow, NOTHING, stepBack } from '@/features/popup/shown';
import { type Claim, goesBefore, LISTENS, Stage, type Wire } from '@/features/popup/stage';

/** Tabs of one browser. */
class Air {
  readonly wires: Wire[] = [];

  wire(): Wire {
    const wire: Wire = {
      onmessage: null,
      postMessage: (data) => {
        for (const other of this.wires) {
          if (other !== wire) other.onmessage?.({ data: structuredClone(data) } as MessageEvent);
        }
      },
      close: () => this.wires.splice(this.wires.indexOf(wire), 1),
    };
    this.wires.push(wire);
    return wire;
  }
}

const claim = (tab: string, isVisible: boolean, at: number): Claim => ({ tab, isVisible, at });

describe('which tab speaks', () => {
  let now = 1000;
  const clock = () => now;
  beforeEach(() => {
    vi.useFakeTimers();
    now = 1000;
  });
  afterEach(() => void vi.useRealTimers());
  const tab = (air: Air, name: string, isVisible: boolean, at: number) =>
    new Stage(air.wire(), claim(name, isVisible, at), clock);

  it('is a seen one, then the one last focused, then any', () => {
    expect(goesBefore(claim('a', true, 1), claim('b', false, 9))).toBe(true);
    expect(goesBefore(claim('a', true, 1), claim('b', true, 9))).toBe(false);
    expect(goesBefore(claim('a', true, 5), claim('b', true, 5))).toBe(false);
    expect(goesBefore(claim('b', true, 5), claim('a', true, 5))).toBe(true);
  });

  it('is exactly one, whoever comes, goes, hides', () => {
    const air = new Air();
    const tabs = [tab(air, 'a', true, 1), tab(air, 'b', false, 2), tab(air, 'c', true, 3)];
    const first = () => tabs.map((one) => one.isFirst());
    expect(first()).toEqual([false, false, false]); // nobody has listened yet
    vi.advanceTimersByTime(LISTENS);
    expect(first()).toEqual([false, false, true]);
    tabs[2]?.stand(false, 3);
    expect(first()).toEqual([true, false, false]);
    now = 2000;
    tabs[1]?.stand(true, now);
    expect(first()).toEqual([false, true, false]);
    tabs[1]?.close();
    expect(first().filter((_, n) => n !== 1)).toEqual([true, false]);
  });

  it('is nobody who has not heard yet whether others are there', () => {
    const air = new Air();
    const old = tab(air, 'a', true, 9);
    vi.advanceTimersByTime(LISTENS);
    const young = tab(air, 'b', true, 1);
    const flashes = vi.fn();
    young.watch(flashes);
    vi.advanceTimersByTime(LISTENS);
    expect([old.isFirst(), young.isFirst()]).toEqual([true, false]);
    expect(flashes).not.toHaveBeenCalled();
  });

  it('passes over a tab that died without a word', () => {
    const air = new Air();
    const [dead, alive] = [tab(air, 'a', true, 9), tab(air, 'b', true, 1)];
    vi.advanceTimersByTime(LISTENS);
    expect([dead.isFirst(), alive.isFirst()]).toEqual([true, false]);
    const wire = air.wires[0];
    if (wire) {
      wire.onmessage = null;
      air.wires.shift();
    }
    now = 1010;
    const stop = alive.contend();
    now = 2000;
    vi.advanceTimersByTime(500);
    expect(alive.isFirst()).toBe(true);
    stop();
  });
});

describe('the pop-up', () => {
  it('opens with a call, steps back by Esc, opens again with the next', () => {
    let held = follow(NOTHING, 'one', '/', false);
    expect(held.size).toBe('open');
    held = stepBack(held);
    expect(follow(held, 'one', '/', false).size).toBe('small');
    held = stepBack(held);
    expect(held.size).toBe('closed');
    expect(stepBack(held)).toBe(held);
    expect(follow(held, 'one', '/', false).size).toBe('closed');
    expect(follow(held, 'two', '/', false).size).toBe('open');
    expect(follow(held, null, '', false)).toEqual(NOTHING);
  });

  it('gives way to the page on a phone in mid-talk, and stays where it was opened again', () => {
    expect(follow(NOTHING, 'one', '/', true).size).toBe('small');
    const rang = follow(NOTHING, 'one', '/', false);
    expect(follow(rang, 'one', '/', true)).toBe(rang);
    const turned = follow(rang, 'one', '/calls', true);
    expect(turned.size).toBe('small');
    const again = { ...turned, size: 'open' as const };
    expect(follow(again, 'one', '/calls', true)).toBe(again);
    expect(follow({ ...turned, size: 'closed' }, 'one', '/', true).size).toBe('closed');
  });
});

describe('a notification', () => {
  const usual = { isSecure: true, permission: 'granted', isApple: false, choice: 'on' } as const;
  it.each([
    [usual, 'on'],
    [{ ...usual, choice: null }, 'ask'],
    [{ ...usual, choice: 'off' }, 'off'],
    [{ ...usual, permission: 'default' as const }, 'ask'],
    [{ ...usual, permission: 'denied' as const }, 'refused'],
    [{ ...usual, isSecure: false }, 'insecure'],
    [{ ...usual, permission: null }, 'unknown'],
    [{ ...usual, permission: null, isApple: true }, 'install'],
  ])('%o: %s', (browser, wanted) => expect(standingOf(browser)).toBe(wanted));

  it('is not shown for a call that was over before its worker was found', async () => {
    const shown = new Set<string>();
    class Fake {
      readonly tag: string;
      constructor(_: string, options: { tag: string }) {
        this.tag = options.tag;
        shown.add(this.tag);
      }
      close() {
        shown.delete(this.tag);
      }
    }
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('Notification', Fake);
    const [over, rings] = ['over', 'rings'].map((tag) => ({ tag, title: 'Звонит', body: '' }));
    const showing = [show(over as Notice), show(rings as Notice)];
    await take('over');
    await Promise.all(showing);
    expect([...shown]).toEqual(['rings']);
    await take('rings');
    expect(shown.size).toBe(0);
    vi.unstubAllGlobals();
  });
});
