/** The board in memory: read once, then kept by events; re-read whenever events may be missing. */
import { useSyncExternalStore } from 'react';
import type { Board } from '@/api/types';
import { setServerTime } from '@/ui/clock';
import { advance, type BoardEvent } from './board';
import { openStream, type Stream } from './stream';
import type { TapMessage } from './tap';

export type Link = 'connecting' | 'live' | 'down';
export type LiveState = { board: Board | null; link: Link; downSince: number | null };
export type ReadBoard = () => Promise<{ board: Board; date: string | null }>;

const RETRY = 3000;
const STALE_AFTER_HIDDEN = 60_000;

/** Queue and apply: events that come while the board is being read are applied after it. */
export class LiveStore {
  private state: LiveState = { board: null, link: 'connecting', downSince: null };
  private readonly watchers = new Set<() => void>();
  private readonly hearers = new Set<(event: BoardEvent) => void>();
  private stream: Stream | null = null;
  private reading = false;
  private again = false;
  private opened = false;
  private queue: BoardEvent[] = [];
  private retry: ReturnType<typeof setTimeout> | null = null;
  private hiddenAt = 0;
  private readonly read: ReadBoard;
  private readonly open: (tell: (message: TapMessage) => void) => Stream;

  constructor(read: ReadBoard, open: (tell: (message: TapMessage) => void) => Stream = openStream) {
    this.read = read;
    this.open = open;
  }

  readonly get = (): LiveState => this.state;

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Hear each event after it is on the board. */
  readonly hear = (hearer: (event: BoardEvent) => void): (() => void) => {
    this.hearers.add(hearer);
    return () => this.hearers.delete(hearer);
  };

  start(): () => void {
    this.stream = this.open((message) => this.take(message));
    void this.reload();
    document.addEventListener('visibilitychange', this.seen);
    addEventListener('online', this.refresh);
    addEventListener('pageshow', this.restored);
    return () => {
      this.stream?.close();
      this.stream = null;
      if (this.retry) clearTimeout(this.retry);
      document.removeEventListener('visibilitychange', this.seen);
      removeEventListener('online', this.refresh);
      removeEventListener('pageshow', this.restored);
      this.opened = false;
      this.set({ board: null, link: 'connecting', downSince: null });
    };
  }

  readonly refresh = (): void => {
    this.stream?.hurry();
    void this.reload();
  };

  take(message: TapMessage): void {
    if (message.kind === 'open') {
      this.set({ ...this.state, link: 'live', downSince: null });
      if (!this.opened || !message.resumed) void this.reload();
      this.opened = true;
    } else if (message.kind === 'down') {
      this.set({ ...this.state, link: 'down', downSince: message.since });
    } else {
      this.hearEvent(message.event);
    }
  }

  async reload(): Promise<void> {
    if (this.reading) {
      this.again = true;
      return;
    }
    this.reading = true;
    if (this.retry) clearTimeout(this.retry);
    try {
      const { board, date } = await this.read();
      if (date) setServerTime(date);
      const late = this.queue;
      this.queue = [];
      this.set({ ...this.state, board: late.reduce(advance, board) });
      for (const event of late) this.tellHearers(event);
    } catch {
      this.retry = setTimeout(() => void this.reload(), RETRY);
    } finally {
      this.reading = false;
      if (this.again) {
        this.again = false;
        void this.reload();
      }
    }
  }

  private hearEvent(event: BoardEvent): void {
    if (event.name === 'reset') {
      void this.reload();
      return;
    }
    if (this.reading || !this.state.board) {
      this.queue.push(event);
      return;
    }
    this.set({ ...this.state, board: advance(this.state.board, event) });
    this.tellHearers(event);
  }

  private tellHearers(event: BoardEvent): void {
    for (const hearer of this.hearers) hearer(event);
  }

  private readonly seen = (): void => {
    if (document.hidden) this.hiddenAt = Date.now();
    else if (Date.now() - this.hiddenAt > STALE_AFTER_HIDDEN) this.refresh();
  };

  private readonly restored = (event: PageTransitionEvent): void => {
    if (!event.persisted) return;
    // The page left the shared worker when it was put away.
    this.stream?.close();
    this.stream = this.open((message) => this.take(message));
    void this.reload();
  };

  private set(state: LiveState): void {
    this.state = state;
    for (const watcher of this.watchers) watcher();
  }
}

/** A slice of the live state; `pick` must return something held by the state itself. */
export function useLiveOf<T>(store: LiveStore, pick: (state: LiveState) => T): T {
  return useSyncExternalStore(store.watch, () => pick(store.get()));
}
