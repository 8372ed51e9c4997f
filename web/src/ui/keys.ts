/** Single-key shortcuts, by the key's place, so that they work under a Cyrillic layout too. */
import { useEffect, useRef, useSyncExternalStore } from 'react';

const STORE = 'vochi-keys';
const watchers = new Set<() => void>();

function readEnabled(): boolean {
  try {
    return localStorage.getItem(STORE) !== 'off';
  } catch {
    return true;
  }
}

let enabled = readEnabled();

/** WCAG 2.1.4: who types by voice must be able to switch single keys off. */
export function setKeysEnabled(on: boolean): void {
  enabled = on;
  try {
    localStorage.setItem(STORE, on ? 'on' : 'off');
  } catch {
    // storage is forbidden: the choice lasts as long as the page
  }
  for (const watcher of watchers) watcher();
}

export function useKeysEnabled(): boolean {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => enabled,
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

export type Keys = Partial<Record<string, ((event: KeyboardEvent) => void) | undefined>>;

/** `keys`: code of `KeyboardEvent` (`KeyT`, `Slash`) -> what to do. A window over the page rests them. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!enabled || event.defaultPrevented || event.repeat) return;
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('[role="dialog"], [role="menu"]')) return;
      const act = latest.current[event.code];
      if (!act) return;
      event.preventDefault();
      act(event);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}
