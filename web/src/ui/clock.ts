/** The hub's clock as this browser can tell it, ticking once a second for whoever shows seconds. */
import { useSyncExternalStore } from 'react';

let ahead = 0;

/** Takes the `Date` header of an answer. It tells whole seconds, so small differences are noise. */
export function setServerTime(date: string): void {
  const difference = Date.parse(date) + 500 - Date.now();
  ahead = Math.abs(difference) > 1500 ? difference : 0;
}

export function now(): number {
  return Date.now() + ahead;
}

const watchers = new Set<() => void>();
let second = Math.floor(now() / 1000);
let timer: ReturnType<typeof setInterval> | null = null;

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  timer ??= setInterval(() => {
    second = Math.floor(now() / 1000);
    for (const one of watchers) one();
  }, 1000);
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0 && timer) {
      clearInterval(timer);
      timer = null;
    }
  };
}

function readSecond(): number {
  if (!timer) second = Math.floor(now() / 1000);
  return second;
}

function readMinute(): number {
  return Math.floor(readSecond() / 60);
}

/** Milliseconds now, once a second. */
export function useSecond(): number {
  return useSyncExternalStore(watch, readSecond) * 1000;
}

/** Milliseconds now, once a minute: for ages and names of days. */
export function useMinute(): number {
  return useSyncExternalStore(watch, readMinute) * 60_000;
}
