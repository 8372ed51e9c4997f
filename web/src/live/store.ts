/** The board in memory: read once, then kept by events; re-read whenever events may be missing. */
import { useSyncExternalStore } from 'react';
import type { Board } from '@/api/types';
import { setServerTime } from '@/ui/clock';
import { advance, type BoardEvent } from './board';
import { type OpenStream, openStream, type Stream } from './stream';
import type { TapMessage } from './tap';

export type Link = 'connecting' | 'live' | 'down';
export type LiveState = { board: Board | null; link: Link; downSince: number | null };
export type ReadBoard = () => Promise<{ board: Board; date: string | null }>;

const RESET = { id: 0, name: 'reset', data: null } as const;
const RETRY = 3000;
const STALE_AFTER_HIDDEN = 60_000;

/**
 * Reads the board, then listens from its `event_id` on, so that nothing falls between the two.
 * Events that come while the board is being read again are applied after it.
 */
export class LiveStore {
  private state: LiveState = { board: null, link: 'connecting', downSince: null };
  private readonly watchers = new Set<() => void>();
  private readonly hearers = new Set<(event: BoardEvent) => void>();
  private stream: Stream | null = null;
  private running = false;
  private reading = false;
  private again = false;
  private queue: BoardEvent[] = [];
  private retry: ReturnType<typeof setTimeout> | null = null;
  private hiddenAt = 0;
  private readonly read: ReadBoard;
  private readonly open: OpenStream;

  constructor(read: ReadBoard, open: OpenStream = openStream) {
    this.read = read;
    this.open = open;
  }

  readonly get = (): LiveState => this.state;

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Hear each event after it is on the board; `reset` says that some may have been missed. */
  readonly hear = (hearer: (event: BoardEvent) => void): (() => void) => {
    this.hearers.add(hearer);
    return () => this.hearers.delete(hearer);
  };

  start(): () => void {
    this.running = true;
    void this.reload();
    document.addEventListener('visibilitychange', this.seen);
    addEventListener('online', this.refresh);
    addEventListener('pageshow', this.restored);
    return () => {
      this.running = false;
      this.leave();
      if (this.retry) clearTimeout(this.retry);
      document.removeEventListener('visibilitychange', this.seen);
      removeEventListener('online', this.refresh);
      removeEventListener('pageshow', this.restored);
      this.set({ board: null, link: 'connecting', downSince: null });
    };
  }

  readonly refresh = (): void => {
    this.stream?.hurry();
    void this.reload();
  };

  async reload(): Promise<void> {
    if (this.reading) {
      this.again = true;
      return;
    }
    this.reading = true;
    if (this.retry) clearTimeout(this.retry);
    try {
      const { board, date } = await this.read();
      if (!this.running) return;
      if (date) setServerTime(date);
      const late = this.queue;
      this.queue = [];
      this.set({ ...this.state, board: late.reduce(advance, board) });
      for (const event of late) this.tellHearers(event);
      this.stream ??= this.open(board.event_id, (message) => this.take(message));
    } catch {
      if (!this.running) return;
      this.retry = setTimeout(() => void this.reload(), RETRY);
      if (!this.stream) {
        this.set({ ...this.state, link: 'down', downSince: this.state.downSince ?? Date.now() });
      }
    } finally {
      this.reading = false;
      if (this.again) {
        this.again = false;
        void this.reload();
      }
    }
  }

  private take(message: TapMessage): void {
    switch (message.kind) {
      case 'open':
        this.opened(message.at);
        return;
      case 'down':
        this.set({ ...this.state, link: 'down', downSince: message.since });
        return;
      case 'event':
        this.hearEvent(message.event);
        return;
      default:
        message satisfies never;
    }
  }

  private opened(at: number | null): void {
    const wasDown = this.state.link === 'down';
    this.set({ ...this.state, link: 'live', downSince: null });
    // Another tab heard events before this one joined.
    if (at === null || at > (this.state.board?.event_id ?? -1)) this.missed();
    // What could not be read while the hub was away can be now.
    else if (wasDown) this.tellHearers(RESET);
  }

  private hearEvent(event: BoardEvent): void {
    if (event.name === 'reset') {
      this.missed();
    } else if (this.reading || !this.state.board) {
      this.queue.push(event);
    } else {
      this.set({ ...this.state, board: advance(this.state.board, event) });
      this.tellHearers(event);
    }
  }

  private missed(): void {
    void this.reload();
    this.tellHearers(RESET);
  }

  private tellHearers(event: BoardEvent): void {
    for (const hearer of this.hearers) hearer(event);
  }

  private leave(): void {
    this.stream?.close();
    this.stream = null;
  }

  private readonly seen = (): void => {
    if (document.hidden) this.hiddenAt = Date.now();
    else if (Date.now() - this.hiddenAt > STALE_AFTER_HIDDEN) this.refresh();
  };

  private readonly restored = (event: PageTransitionEvent): void => {
    if (!event.persisted) return;
    // The page left the shared worker when it was put away.
    this.leave();
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
