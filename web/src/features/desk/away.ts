/** What a person chose instead of being rung, in words. */
import type { TFunction } from 'i18next';
import type { Presence } from '@/api/types';
import { useMinute, useSecond } from '@/ui/clock';
import { prettyNumber } from '@/ui/phone';

export type Away = NonNullable<Presence['away']>;

/** The state while it lasts: a wrap-up time ends by itself. */
export function awayOf(person: Presence | undefined, now: number): Away | null {
  const away = person?.away;
  if (!away) return null;
  return away.until && Date.parse(away.until) <= now ? null : away;
}

export function awayWords(away: Away, t: TFunction): string {
  if (away.state !== 'forward') return t(`away.${away.state}`);
  const to = away.to_name ?? (away.to ? prettyNumber(away.to) : '');
  return t('away.forward', { to });
}

/** Ticks every second only for those whose state will end by itself. */
export function useAwayClock(person: Presence): number {
  const minute = useMinute();
  const second = useSecond();
  return person.away?.until ? second : minute;
}
