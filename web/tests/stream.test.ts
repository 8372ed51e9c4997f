// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStream } from '@/live/stream';
import type { TapMessage } from '@/live/tap';

const opened: string[] = [];
const said: { kind: string }[] = [];
let worker: FakeWorker | null = null;

class FakeSource extends EventTarget {
  readyState = 0;
  constructor(url: string) {
    super();
    opened.push(url);
  }
  close(): void {
    this.readyState = 2;
  }
}

class FakeWorker {
  onerror: (() => void) | null = null;
  port = {
    onmessage: null as ((event: { data: unknown }) => void) | null,
    postMessage: (message: { kind: string }) => said.push(message),
    close: () => undefined,
  };
  constructor() {
    worker = this;
  }
  answers(data: unknown): void {
    this.port.onmessage?.({ data });
  }
}

describe('stream of a tab', () => {
  const told: TapMessage[] = [];
  const start = () => openStream(7, (message) => told.push(message));
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('EventSource', FakeSource);
    vi.stubGlobal('SharedWorker', FakeWorker);
    for (const list of [opened, said, told]) list.length = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('goes through the worker that all tabs share', () => {
    start();
    expect(said).toEqual([{ kind: 'join', after: 7 }]);
    worker?.answers({ kind: 'joined' });
    vi.advanceTimersByTime(60_000);
    worker?.answers({ kind: 'open', at: 7 });
    expect(told).toEqual([{ kind: 'open', at: 7 }]);
    expect(opened).toEqual([]);
  });

  it('goes alone, from the same event, when the worker never answers', () => {
    start();
    vi.advanceTimersByTime(1500);
    expect(opened).toEqual(['/api/v1/stream?last_event_id=7']);
    worker?.answers({ kind: 'open', at: 7 });
    expect(told).toEqual([]);
    expect(said.at(-1)).toEqual({ kind: 'bye' });
  });

  it('goes alone at once where the worker cannot be', () => {
    start();
    worker?.onerror?.();
    vi.advanceTimersByTime(1500);
    expect(opened).toHaveLength(1);
    vi.stubGlobal('SharedWorker', undefined);
    start();
    expect(opened).toHaveLength(2);
  });
});
