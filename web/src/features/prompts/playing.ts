/** One sound at a time, whichever button of the page began it. */
import { useCallback, useEffect, useSyncExternalStore } from 'react';

type State = { url: string | null; failed: string | null };

let audio: HTMLAudioElement | null = null;
let state: State = { url: null, failed: null };
const listeners = new Set<() => void>();

function put(next: State): void {
  state = next;
  for (const listener of listeners) listener();
}

export function stopSound(): void {
  audio?.pause();
  if (state.url) put({ url: null, failed: null });
}

export function playSound(url: string): void {
  audio?.pause();
  const mine = new Audio(url);
  audio = mine;
  const isMine = () => audio === mine;
  mine.onended = () => isMine() && put({ url: null, failed: null });
  mine.onerror = () => isMine() && put({ url: null, failed: url });
  put({ url, failed: null });
  mine.play().catch(() => isMine() && put({ url: null, failed: url }));
}

export function usePlaying() {
  const now = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
  const toggle = useCallback(
    (url: string) => (state.url === url ? stopSound() : playSound(url)),
    [],
  );
  return { url: now.url, failed: now.failed, toggle };
}

/** What plays ends with the place that it was begun from. */
export function useSilenceAfter(): void {
  useEffect(() => stopSound, []);
}
