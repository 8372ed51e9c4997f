/** What is shown over the drawing and changes often: faults, the played way, callers, focus. Each
 * node and wire hears only of its own, so that a step of an animation draws two of a hundred. */
import { createContext, useContext, useSyncExternalStore } from 'react';
import { EMPTY_STAGE, type Stage } from './stage';

export type Shown = {
  scheme: string;
  stage: Stage;
  /** How many callers stand in a node now, by its id. */
  callers: Readonly<Record<string, number>>;
  /** The node that the keyboard is at. */
  focus: string | null;
  /** What a search has found; null: nobody searches. */
  found: ReadonlySet<string> | null;
};

export class Marks {
  private shown: Shown;
  private readonly watchers = new Set<() => void>();

  constructor(scheme: string) {
    this.shown = { scheme, stage: EMPTY_STAGE, callers: {}, focus: null, found: null };
  }

  readonly get = (): Shown => this.shown;

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  show(part: Partial<Shown>): void {
    this.shown = { ...this.shown, ...part };
    for (const watcher of this.watchers) watcher();
  }
}

export const MarksContext = createContext<Marks | null>(null);

/** `pick` must give the same value for the same state: a number, a string, a kept object. */
export function useMark<T>(pick: (shown: Shown) => T): T {
  const marks = useContext(MarksContext);
  if (!marks) throw new Error('outside a canvas');
  return useSyncExternalStore(marks.watch, () => pick(marks.get()));
}

/** How a node stands on the played way: it is passed, the caller is in it, or neither. */
export function passing(shown: Shown, node: string): 'passed' | 'here' | 'ahead' | null {
  const { path, at } = shown.stage;
  if (at < 0) return null;
  for (let step = Math.min(at, path.length - 1); step >= 0; step -= 1) {
    const one = path[step];
    if (one?.node === node && one.scheme === shown.scheme) return step === at ? 'here' : 'passed';
  }
  return 'ahead';
}

/** Whether the caller has left `node` by `port` on the played way. */
export function isWirePassed(shown: Shown, node: string, port: string): boolean {
  const { path, at } = shown.stage;
  return path
    .slice(0, Math.max(0, at))
    .some((one) => one.scheme === shown.scheme && one.node === node && one.out === port);
}
