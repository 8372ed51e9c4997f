/** Quick choices of a time to call at, by the company's clock. Pure. */
import { dayOf, midnight } from '@/ui/time';

export type Choice = { name: 'hour' | 'today' | 'tomorrow'; at: number };

const HOUR = 3_600_000;

/** A clock of a day in the zone. */
export function atClock(day: string, clock: string, zone: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return midnight(day, zone) + hours * HOUR + minutes * 60_000;
}

/** In an hour; the next of 12:00, 15:00, 17:00 that is more than an hour off; tomorrow morning. */
export function choices(now: number, zone: string): Choice[] {
  const today = dayOf(now, zone);
  const whole = Math.ceil((now + HOUR) / 300_000) * 300_000;
  const later = ['12:00', '15:00', '17:00']
    .map((clock) => atClock(today, clock, zone))
    .filter((at) => at > whole);
  const tomorrow = dayOf(midnight(today, zone) + 36 * HOUR, zone);
  const found: Choice[] = [{ name: 'hour', at: whole }];
  for (const at of later) found.push({ name: 'today', at });
  found.push({ name: 'tomorrow', at: atClock(tomorrow, '10:00', zone) });
  found.push({ name: 'tomorrow', at: atClock(tomorrow, '15:00', zone) });
  return found;
}
