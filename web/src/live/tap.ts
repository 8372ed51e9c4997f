/** One event stream to the hub that mends itself; lives in a page or in a shared worker. */
import { type BoardEvent, EVENT_NAMES } from './board';

export type TapMessage =
  /** Connected; everything up to event `at` has been told, null: nobody knows. */
  | { kind: 'open'; at: number | null }
  | { kind: 'down'; since: number }
  | { kind: 'event'; event: BoardEvent };

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15_000;

/**
 * EventSource reconnects by itself (with Last-Event-ID) after a broken connection, but gives up
 * for good on an HTTP error, e.g. while the hub restarts behind a proxy: then this tries again
 * from the last event heard. The hub answers `reset` when it does not keep what came since.
 */
export class Tap {
  private source: EventSource | null = null;
  private pause = FIRST_PAUSE;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private heard: number | null = null;
  private readonly url: string;
  private readonly tell: (message: TapMessage) => void;
  private last: TapMessage | null = null;

  constructor(url: string, tell: (message: TapMessage) => void) {
    this.url = url;
    this.tell = tell;
  }

  /** How things stand, for somebody who begins to listen now; null: not connected yet. */
  get state(): TapMessage | null {
    return this.last?.kind === 'open' ? { kind: 'open', at: this.heard } : this.last;
  }

  /** Connect; `after` is the last event that the listener knows. */
  open(after: number | null = this.heard): void {
    this.drop();
    this.heard = after;
    const from = after === null ? '' : `?last_event_id=${after}`;
    const source = new EventSource(this.url + from, { withCredentials: true });
    this.source = source;
    source.onopen = () => {
      this.pause = FIRST_PAUSE;
      this.say({ kind: 'open', at: this.heard });
    };
    source.onerror = () => {
      if (this.last?.kind !== 'down') this.say({ kind: 'down', since: Date.now() });
      if (source.readyState !== EventSource.CLOSED) return;
      this.timer = setTimeout(() => this.open(), this.pause);
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    };
    for (const name of EVENT_NAMES) {
      source.addEventListener(name, (message: MessageEvent<string>) => {
        this.heard = Number(message.lastEventId);
        const data = JSON.parse(message.data || 'null') as unknown;
        this.tell({ kind: 'event', event: { id: this.heard, name, data } as BoardEvent });
      });
    }
  }

  /** Try at once, if there is no connection. */
  hurry(): void {
    if (this.source?.readyState !== EventSource.OPEN) this.open();
  }

  close(): void {
    this.drop();
    this.last = null;
  }

  private drop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.source?.close();
    this.source = null;
  }

  private say(message: TapMessage): void {
    this.last = message;
    this.tell(message);
  }
}
