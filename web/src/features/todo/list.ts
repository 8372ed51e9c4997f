/** Lists of promises as pure functions: what belongs where, and how late each is. */
import type { Promised, PromiseQuery } from '@/api/promises';
import type { Page } from '@/api/types';

/** Whether a promise belongs on a list; `me`, `nobody` can be told, a person's id too. */
export function belongs(it: Promised, asked: PromiseQuery): boolean {
  if ((asked.state ?? 'open') === 'open' ? it.state !== 'open' : it.state === 'open') return false;
  if (asked.state === 'over' && (it.how === 'merged' || it.how === 'unwanted')) return false;
  if (asked.since && Date.parse(it.closed_at ?? '') < Date.parse(asked.since)) return false;
  if (asked.owner === 'nobody' && it.owner) return false;
  if (asked.owner && asked.owner !== 'nobody' && it.owner?.person !== asked.owner) return false;
  if (asked.department && !it.departments.includes(asked.department)) return false;
  if (asked.client && it.client_id !== asked.client) return false;
  return !asked.number || it.numbers.includes(asked.number);
}

/** Open ones by the clock, over ones the newest first. */
export function inOrder(one: Promised, two: Promised, over: boolean): number {
  if (over) return Date.parse(two.closed_at ?? '') - Date.parse(one.closed_at ?? '');
  return Date.parse(one.due_at) - Date.parse(two.due_at) || one.id - two.id;
}

/** The pages of a list after a promise changed; one beyond what was read stays unread. */
export function withPromise(
  pages: Page<Promised>[],
  asked: PromiseQuery,
  it: Promised,
): Page<Promised>[] {
  const over = asked.state === 'over';
  const without = pages.map((page) => {
    const items = page.items.filter((known) => known.id !== it.id);
    return items.length === page.items.length ? page : { ...page, items };
  });
  if (!belongs(it, asked)) return without;
  const last = without.length - 1;
  return without.map((page, index) => {
    const before = page.items.findIndex((known) => inOrder(it, known, over) < 0);
    const placed = without
      .slice(0, index)
      .some((early) => early.items.some((known) => inOrder(it, known, over) < 0));
    if (placed) return page;
    if (before >= 0) return { ...page, items: page.items.toSpliced(before, 0, it) };
    if (index === last && page.next === null) return { ...page, items: [...page.items, it] };
    return page;
  });
}

export type Urgency = 'late' | 'soon' | 'calm';

/** A promise made for later is calm till half an hour before; what is late is red. */
const AHEAD = 30 * 60_000;

export function urgency(it: Promised, now: number): Urgency {
  const due = Date.parse(it.due_at);
  if (due < now) return 'late';
  return it.kind === 'promised' && due - now > AHEAD ? 'calm' : 'soon';
}
