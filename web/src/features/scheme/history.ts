/** Steps of a document that can be taken back and made again; values are never changed in place. */

export type History<T> = {
  past: readonly T[];
  now: T;
  future: readonly T[];
  /** What the last step was about: steps about the same thing that follow are one step. */
  about: string | null;
};

/** Further back nobody goes, and a document of a thousand nodes still fits into memory. */
const MOST = 200;

export function begin<T>(now: T): History<T> {
  return { past: [], now, future: [], about: null };
}

/** One step more. Typing in one field (`about` the same) is one step, however many letters. */
export function step<T>(history: History<T>, next: T, about: string | null = null): History<T> {
  if (Object.is(next, history.now)) return history;
  if (about !== null && about === history.about && history.past.length > 0) {
    return { ...history, now: next, future: [] };
  }
  return { past: [...history.past, history.now].slice(-MOST), now: next, future: [], about };
}

export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    now: before,
    future: [history.now, ...history.future],
    about: null,
  };
}

export function redo<T>(history: History<T>): History<T> {
  const [after, ...future] = history.future;
  if (after === undefined) return history;
  return { past: [...history.past, history.now], now: after, future, about: null };
}
