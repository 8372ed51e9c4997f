/** One event stream to the hub that mends itself; lives in a page or in a shared worker. */
import { type BoardEvent, EVENT_NAMES } from './board';

export type TapMessage =
  | { kind: 'open'; resumed: boolean }
  | { kind: 'down'; since: number }
  | { kind: 'event'; event: BoardEvent };

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15_000;

/**
 * EventSource reconnects by itself (with Last-Event-ID) after a broken connection, but gives up
 * for good on an HTTP error, e.g. while the hub restarts behind a proxy: then this tries again,
 * and says `resumed: false`, since events may be missing.
 */
export class Tap {
  private source: EventSource | null = null;
  private pause = FIRST_PAUSE;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private fresh = true;
  private readonly url: string;
  private readonly tell: (message: TapMessage) => void;
  last: TapMessage | null = null;

  constructor(url: string, tell: (message: TapMessage) => void) {
    this.url = url;
    this.tell = tell;
  }

  open(): void {
    this.close();
    this.fresh = true;
    const source = new EventSource(this.url, { withCredentials: true });
    this.source = source;
    source.onopen = () => {
      this.pause = FIRST_PAUSE;
      this.say({ kind: 'open', resumed: !this.fresh });
      this.fresh = false;
    };
    source.onerror = () => {
      if (this.last?.kind !== 'down') this.say({ kind: 'down', since: Date.now() });
      if (source.readyState !== EventSource.CLOSED) return;
      this.timer = setTimeout(() => this.open(), this.pause);
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    };
    for (const name of EVENT_NAMES) {
      source.addEventListener(name, (message: MessageEvent<string>) => {
        const event = {
          id: Number(message.lastEventId),
          name,
          data: JSON.parse(message.data || 'null') as unknown,
        } as BoardEvent;
        this.tell({ kind: 'event', event });
      });
    }
  }

  /** Try at once, if there is no connection. */
  hurry(): void {
    if (this.source?.readyState !== EventSource.OPEN) this.open();
  }

  close(): void {
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
