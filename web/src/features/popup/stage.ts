/**
 * Which tab of a browser speaks for its person: a call shows once, however many tabs are open (P02).
 *
 * Tabs tell each other over a BroadcastChannel, which plain HTTP in an office knows too (Web Locks
 * need HTTPS). A visible tab goes before a hidden one, then the one that had the focus last.
 */

export type Claim = { tab: string; isVisible: boolean; at: number };
type Said = { kind: 'claim'; claim: Claim; asks: boolean } | { kind: 'bye'; tab: string };

/** Whether `one` goes before `other`. */
export function goesBefore(one: Claim, other: Claim): boolean {
  if (one.isVisible !== other.isVisible) return one.isVisible;
  if (one.at !== other.at) return one.at > other.at;
  return one.tab > other.tab;
}

/** A tab that does not answer for so long died without a word, milliseconds. */
const PATIENCE = 500;
/** So long a new tab listens whether others are there before it speaks, milliseconds. */
export const LISTENS = 60;

export type Wire = Pick<BroadcastChannel, 'postMessage' | 'close'> & {
  onmessage: ((event: MessageEvent<Said>) => unknown) | null;
};

export class Stage {
  private readonly others = new Map<string, { claim: Claim; heard: number }>();
  private readonly watchers = new Set<() => void>();
  private readonly wire: Wire;
  private readonly clock: () => number;
  private own: Claim;
  private leads = false;
  private isNew = true;
  private readonly opening: ReturnType<typeof setTimeout>;

  constructor(wire: Wire, own: Claim, clock: () => number = Date.now) {
    this.wire = wire;
    this.own = own;
    this.clock = clock;
    wire.onmessage = ({ data }) => this.take(data);
    this.opening = setTimeout(() => {
      this.isNew = false;
      this.judge();
    }, LISTENS);
    this.claim(true);
  }

  /** Whether this tab is the one. */
  readonly isFirst = (): boolean => this.leads;

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** How this tab stands now: seen or hidden; `at`: when its person last turned to it. */
  stand(isVisible: boolean, at: number): void {
    this.own = { ...this.own, isVisible, at };
    this.claim(true);
  }

  /** While there is something to show: whoever does not answer is counted no more. */
  contend(): () => void {
    let since = this.clock();
    this.claim(true);
    const timer = setInterval(() => {
      for (const [tab, { heard }] of this.others) if (heard < since) this.others.delete(tab);
      since = this.clock();
      this.claim(true);
    }, PATIENCE);
    return () => clearInterval(timer);
  }

  leave(): void {
    this.wire.postMessage({ kind: 'bye', tab: this.own.tab } satisfies Said);
  }

  close(): void {
    clearTimeout(this.opening);
    this.leave();
    this.wire.close();
  }

  private take(said: Said): void {
    if (said.kind === 'bye') this.others.delete(said.tab);
    else {
      this.others.set(said.claim.tab, { claim: said.claim, heard: this.clock() });
      if (said.asks) this.claim(false);
    }
    this.judge();
  }

  private claim(asks: boolean): void {
    this.wire.postMessage({ kind: 'claim', claim: this.own, asks } satisfies Said);
    this.judge();
  }

  private judge(): void {
    if (this.isNew) return;
    const leads = [...this.others.values()].every(({ claim }) => goesBefore(this.own, claim));
    if (leads === this.leads) return;
    this.leads = leads;
    for (const watcher of this.watchers) watcher();
  }
}
