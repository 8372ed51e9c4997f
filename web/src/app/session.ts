/** Whether the session still stands; any answer 401 says that it ended. */
import { useSyncExternalStore } from 'react';

export type SessionState = 'unknown' | 'in' | 'out' | 'expired';

let state: SessionState = 'unknown';
const watchers = new Set<() => void>();

function set(next: SessionState): void {
  if (state === next) return;
  state = next;
  for (const watcher of watchers) watcher();
}

/** The screens stay as they are and a sign-in window comes over them: no typed text is lost. */
export function noteUnauthorised(): void {
  set(state === 'in' || state === 'expired' ? 'expired' : 'out');
}

export function noteSignedIn(): void {
  set('in');
}

export function noteSignedOut(): void {
  set('out');
}

export function useSession(): SessionState {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => state,
  );
}
