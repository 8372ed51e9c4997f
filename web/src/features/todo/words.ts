/** A promise in words: why it is owed, how it ended, when it is due. */
import type { TFunction } from 'i18next';
import type { Promised } from '@/api/promises';
import type { Moments } from '@/ui/place';
import { dayOf, duration } from '@/ui/time';

/** Why he is to be called, the weightiest first. */
export function reasons(it: Promised, t: TFunction): string[] {
  const said: string[] = [];
  if (it.reasons.includes('promised')) {
    said.push(it.text ? t('promise.promisedText', { text: it.text }) : t('promise.promised'));
  }
  if (it.reasons.includes('web')) said.push(t('promise.web'));
  if (it.reasons.includes('callback_asked')) said.push(t('promise.asked'));
  if (it.times > 0) {
    const called = t('promise.called', { count: it.times });
    const waited = t('promise.waited', { time: duration(it.longest_wait) });
    said.push(it.lost && it.times === 1 ? t('promise.lost') : `${called}, ${waited}`);
  }
  if (it.times > 0 && it.short === it.times) said.push(t('promise.short'));
  return said;
}

/** Who tried in vain, when, and what came of it. */
export function triedWords(it: Promised, t: TFunction, moments: Moments): string | null {
  if (!it.tried) return null;
  const known = ['busy', 'no_answer'].includes(it.tried.why) ? it.tried.why : 'other';
  return t('promise.tried', {
    count: it.tries,
    who: it.tried.by,
    time: moments.time(it.tried.at),
    why: t(`promise.why.${known as 'busy'}`),
  });
}

export function endWords(it: Promised, t: TFunction, moments: Moments): string {
  const time = it.closed_at ? moments.time(it.closed_at) : '';
  switch (it.how) {
    case 'came':
      return it.by ? t('promise.cameTo', { who: it.by, time }) : t('promise.came', { time });
    case 'called':
      return t('promise.calledBy', { who: it.by, time });
    default:
      return t('promise.closedBy', {
        who: it.by,
        time,
        reason: it.reason ? t(`closing.reason.${it.reason}`).toLowerCase() : '',
      });
  }
}

/** `до 15:00`, `до завтра 10:00`, `до 3 июня 10:00`. */
export function dueWords(
  it: Promised,
  t: TFunction,
  moments: Moments,
  now: number,
  zone: string,
): string {
  const time = moments.time(it.due_at);
  const due = Date.parse(it.due_at);
  if (dayOf(due, zone) === dayOf(now, zone)) return t('promise.due', { time });
  if (dayOf(due, zone) === dayOf(now + 86_400_000, zone)) {
    return t('promise.dueTomorrow', { time });
  }
  return t('promise.due', { time: moments.dayTime(it.due_at, now) });
}
