/** What was typed into a field and is no value yet: kept till it is one, whatever is opened. */
import { useSyncExternalStore } from 'react';

const typed = new Map<string, string>();
const watchers = new Set<() => void>();
let version = 0;

const keyOf = (scheme: string, node: string, path: string): string => `${scheme}/${node}/${path}`;

export function readTyped(scheme: string, node: string, path: string): string | null {
  return typed.get(keyOf(scheme, node, path)) ?? null;
}

export function keepTyped(scheme: string, node: string, path: string, text: string | null): void {
  const key = keyOf(scheme, node, path);
  if ((typed.get(key) ?? null) === text) return;
  if (text === null) typed.delete(key);
  else typed.set(key, text);
  version += 1;
  for (const watcher of watchers) watcher();
}

const watch = (watcher: () => void) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};

/** Nodes of a scheme that have such a field. */
export function useUnread(scheme: string): ReadonlySet<string> {
  useSyncExternalStore(watch, () => version);
  const found = [...typed.keys()].map((key) => key.split('/')).filter(([one]) => one === scheme);
  return new Set(found.map(([, node]) => node ?? ''));
}
