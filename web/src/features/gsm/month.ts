/** Months as `2026-11`. Pure. */

export function monthBefore(month: string, by = 1): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const count = year * 12 + (number - 1) - by;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`;
}

/** The last year of months, the newest first, and the chosen one when it is older. */
export function monthsBack(current: string, chosen: string): string[] {
  const months = Array.from({ length: 13 }, (_, by) => monthBefore(current, by));
  return months.includes(chosen) ? months : [...months, chosen].sort().reverse();
}

export function monthWords(month: string, language: string): string {
  const words = new Intl.DateTimeFormat(language, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(Date.parse(`${month}-15T00:00:00Z`));
  return words;
}
