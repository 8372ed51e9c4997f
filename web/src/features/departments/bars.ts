/**
 * Follow me on a time line: each target is a bar from a second to a second. Steps of the office
 * are cut where a bar begins or ends. Pure.
 */
import type { FollowStep } from '@/api/parts';

/** `[start, end)` in seconds from the first ring. */
export type Bar = { id: string; to: string; confirm: boolean; start: number; end: number };

/** Bounds of the office (`core.office.follow_me`). */
export const SHORTEST = 3;
export const LONGEST_STEP = 300;
export const MOST = 20;
/** No follow me rings longer, seconds. */
const LONGEST = 3600;

/** A target that rings on without a break is one bar. */
export function barsOf(steps: readonly FollowStep[]): Bar[] {
  const bars: Bar[] = [];
  let now = 0;
  for (const step of steps) {
    const end = now + step.seconds;
    for (const { to, confirm } of step.targets) {
      const before = bars.find(
        (bar) => bar.to === to && bar.confirm === confirm && bar.end === now,
      );
      if (before) before.end = end;
      else bars.push({ id: '', to, confirm, start: now, end });
    }
    now = end;
  }
  return bars.map((bar, index) => ({ ...bar, id: `${index}` }));
}

/** Where bars begin or end, once each, in order. */
export function cuts(bars: readonly Bar[]): number[] {
  return [...new Set(bars.flatMap((bar) => [bar.start, bar.end]))].sort((a, b) => a - b);
}

/** A time in which nobody rings takes no time in a call, so there is no step for it. */
export function stepsOf(bars: readonly Bar[]): FollowStep[] {
  const at = cuts(bars);
  return at.slice(0, -1).flatMap((start, index) => {
    const end = at[index + 1] ?? start;
    const active = bars.filter((bar) => bar.start <= start && bar.end >= end);
    if (active.length === 0) return [];
    const targets = [...new Map(active.map((bar) => [bar.to, bar])).values()];
    return [{ seconds: end - start, targets: targets.map(({ to, confirm }) => ({ to, confirm })) }];
  });
}

export type Edge = 'start' | 'end' | 'both';

/**
 * A bar with an edge, or all of it, moved by about so many seconds: edges of bars are at one second
 * or as far apart as the shortest step. What cannot be moved that way stays.
 */
export function shifted(bars: readonly Bar[], id: string, edge: Edge, by: number): Bar[] {
  const bar = bars.find((one) => one.id === id);
  const toward = Math.sign(by);
  if (!bar || toward === 0) return [...bars];
  const others = cuts(bars.filter((one) => one.id !== id));
  const fits = (second: number) =>
    others.every((one) => one === second || Math.abs(one - second) >= SHORTEST);
  const tried = (offset: number): Bar | null => {
    if (Math.sign(offset) !== toward) return null;
    const start = edge === 'end' ? bar.start : bar.start + offset;
    const end = edge === 'start' ? bar.end : bar.end + offset;
    const isBar = start >= 0 && end <= LONGEST && end - start >= SHORTEST;
    return isBar && fits(start) && fits(end) ? { ...bar, start, end } : null;
  };
  for (let away = 0; away <= LONGEST; away += 1) {
    const found = tried(by + away * toward) ?? tried(by - away * toward);
    if (found) return bars.map((one) => (one.id === id ? found : one));
  }
  return [...bars];
}

/** The bars without the silence before the first ring and between rings. */
export function closed(bars: readonly Bar[]): Bar[] {
  const at = cuts(bars);
  let gone = 0;
  const moved = new Map<number, number>();
  at.forEach((second, index) => {
    const before = at[index - 1] ?? 0;
    const isSilent = !bars.some((bar) => bar.start <= before && bar.end >= second);
    if (index === 0) gone = second;
    else if (isSilent) gone += second - before;
    moved.set(second, second - gone);
  });
  return bars.map((bar) => ({
    ...bar,
    start: moved.get(bar.start) ?? bar.start,
    end: moved.get(bar.end) ?? bar.end,
  }));
}

/** The example of the manual: 10 seconds one, 10 two, 30 three, 30 all. */
export function asInExample(bars: readonly Bar[]): Bar[] {
  const starts = [0, 10, 20, 50];
  return bars.map((bar, index) => ({ ...bar, start: starts[index] ?? 50, end: 80 }));
}

export const lasting = (bars: readonly Bar[]) => Math.max(0, ...bars.map((bar) => bar.end));
export const freshId = (bars: readonly Bar[]) =>
  String(Math.max(-1, ...bars.map((bar) => Number(bar.id))) + 1);
