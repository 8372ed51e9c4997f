/** Days of the week in words: 1 is Monday. */
import type { TFunction } from 'i18next';

export const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;

export function dayName(day: number, t: TFunction): string {
  return t(`scheme.day.${day as 1}`);
}

/** `1, 2, 3, 6` is "Mon–Wed, Sat". */
export function daysText(days: readonly number[], t: TFunction): string {
  const sorted = [...new Set(days)].sort((one, other) => one - other);
  const runs: [number, number][] = [];
  for (const day of sorted) {
    const last = runs.at(-1);
    if (last && last[1] === day - 1) last[1] = day;
    else runs.push([day, day]);
  }
  return runs
    .flatMap(([first, last]) => {
      if (first === last) return dayName(first, t);
      if (last === first + 1) return [dayName(first, t), dayName(last, t)];
      return `${dayName(first, t)}–${dayName(last, t)}`;
    })
    .join(', ');
}
