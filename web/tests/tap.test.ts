import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Tap, type TapMessage } from '@/live/tap';

class FakeSource extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  static made: FakeSource[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
    FakeSource.made.push(this);
  }
  opens(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  fails(state: number): void {
    this.readyState = state;
    this.onerror?.();
  }
  close(): void {
    this.readyState = 2;
  }
}

function latest(): FakeSource {
  const source = FakeSource.made.at(-1);
  if (!source) throw new Error('no source');
  return source;
}

describe('tap', () => {
  const told: TapMessage[] = [];
  let tap: Tap;
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('EventSource', FakeSource);
    FakeSource.made = [];
    told.length = 0;
    tap = new Tap('/stream', (message) => told.push(message));
    tap.open(41);
  });
  afterEach(() => {
    tap.close();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('lets the browser resume after a broken connection', () => {
    latest().opens();
    latest().fails(FakeSource.CONNECTING);
    latest().opens();
    expect(told.map((one) => one.kind)).toEqual(['open', 'down', 'open']);
    expect(told.at(-1)).toEqual({ kind: 'open', at: 41 });
    expect(FakeSource.made).toHaveLength(1);
  });

  it('tries again by itself, ever slower, when the browser gave up', () => {
    for (const pause of [1000, 2000, 4000, 8000, 15_000, 15_000]) {
      const count = FakeSource.made.length;
      latest().fails(FakeSource.CLOSED);
      vi.advanceTimersByTime(pause - 1);
      expect(FakeSource.made).toHaveLength(count);
      vi.advanceTimersByTime(1);
      expect(FakeSource.made).toHaveLength(count + 1);
    }
    latest().opens();
    expect(latest().url).toBe('/stream?last_event_id=41');
    expect(told.at(-1)).toEqual({ kind: 'open', at: 41 });
    expect(told.filter((one) => one.kind === 'down')).toHaveLength(1);
  });

  it('reads events with their ids', () => {
    latest().dispatchEvent(new MessageEvent('client', { data: '{"id":7}', lastEventId: '42' }));
    expect(told).toEqual([{ kind: 'event', event: { id: 42, name: 'client', data: { id: 7 } } }]);
    latest().fails(FakeSource.CLOSED);
    vi.runOnlyPendingTimers();
    expect(latest().url).toBe('/stream?last_event_id=42');
  });
});
