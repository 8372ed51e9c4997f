/** Periods of reports: days of the company's calendar, both included. Pure. */

export const PERIODS = [
  'today',
  'yesterday',
  'week',
  'lastWeek',
  'month',
  'lastMonth',
  'year',
] as const;
export type Named = (typeof PERIODS)[number];
export type Period = { name: Named | 'days'; first: string; last: string };

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

function shift(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** 0 is Monday. */
function weekday(day: string): number {
  return (new Date(Date.parse(day)).getUTCDay() + 6) % 7;
}

function isDay(text: string | null): text is string {
  return text !== null && DAY.test(text) && !Number.isNaN(Date.parse(text));
}

export function named(name: Named, today: string): Period {
  const monday = shift(today, -weekday(today));
  const month = `${today.slice(0, 7)}-01`;
  const spans: Record<Named, [string, string]> = {
    today: [today, today],
    yesterday: [shift(today, -1), shift(today, -1)],
    week: [monday, today],
    lastWeek: [shift(monday, -7), shift(monday, -1)],
    month: [month, today],
    lastMonth: [`${shift(month, -1).slice(0, 7)}-01`, shift(month, -1)],
    year: [shift(today, -364), today],
  };
  const [first, last] = spans[name];
  return { name, first, last };
}

/** What the address says; today when it says nothing, or nonsense. */
export function readPeriod(params: URLSearchParams, today: string): Period {
  const first = params.get('first');
  const last = params.get('last');
  if (
    isDay(first) &&
    isDay(last) &&
    first <= last &&
    Date.parse(last) - Date.parse(first) < 1096 * DAY_MS
  )
    return { name: 'days', first, last };
  return named(PERIODS.find((one) => one === params.get('period')) ?? 'today', today);
}

export function writePeriod(period: Period): Record<string, string> {
  if (period.name === 'days') return { first: period.first, last: period.last };
  return period.name === 'today' ? {} : { period: period.name };
}

/** The log's page with the calls that a figure counts: filters are named alike in both. */
export function callsPath(first: string, last: string, ...parts: string[]): string {
  const params = new URLSearchParams({ since: first, until: last });
  const figures: string[] = [];
  for (const part of parts) {
    for (const [name, value] of new URLSearchParams(part)) {
      if (name === 'figure') figures.push(value);
      else params.set(name, value);
    }
  }
  if (figures.length > 0) params.set('figure', figures.join(','));
  return `/calls?${params}`;
}
