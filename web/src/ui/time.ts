/** Durations and moments in words and figures. Pure: language, zone and `now` are arguments. */

/** Seconds as `m:ss`, from an hour on `h:mm:ss`; never negative. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const h = Math.floor(whole / 3600);
  const m = Math.floor((whole % 3600) / 60);
  const s = String(whole % 60).padStart(2, '0');
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${s}` : `${m}:${s}`;
}

/** Seconds between two moments. */
export function secondsBetween(from: string, to: number): number {
  return (to - Date.parse(from)) / 1000;
}

export type Place = { language: string; zone: string };

const formats = new Map<string, Intl.DateTimeFormat>();

function format(place: Place, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${place.language}|${place.zone}|${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(place.language, { timeZone: place.zone, ...options });
  formats.set(key, made);
  return made;
}

/** The calendar day of a moment in the zone, `2026-05-18`. */
export function dayOf(at: number, zone: string): string {
  const parts = format(
    { language: 'en-CA', zone },
    { year: 'numeric', month: '2-digit', day: '2-digit' },
  ).formatToParts(at);
  const pick = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${pick('year')}-${pick('month')}-${pick('day')}`;
}

/** Days between the calendar days of two moments. */
function daysApart(from: number, to: number, zone: string): number {
  return Math.round((Date.parse(dayOf(to, zone)) - Date.parse(dayOf(from, zone))) / 86_400_000);
}

export function clockTime(iso: string, place: Place): string {
  return format(place, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    Date.parse(iso),
  );
}

export type DayName = { kind: 'today' } | { kind: 'yesterday' } | { kind: 'date'; text: string };

/** The day of a moment: today, yesterday, or a date (with the year when it is another). */
export function dayName(iso: string, now: number, place: Place): DayName {
  const at = Date.parse(iso);
  const apart = daysApart(at, now, place.zone);
  if (apart === 0) return { kind: 'today' };
  if (apart === 1) return { kind: 'yesterday' };
  const sameYear = dayOf(at, place.zone).slice(0, 4) === dayOf(now, place.zone).slice(0, 4);
  return {
    kind: 'date',
    text: format(place, {
      day: 'numeric',
      month: 'long',
      ...(sameYear ? {} : { year: 'numeric' as const }),
    }).format(at),
  };
}

export function fullMoment(iso: string, place: Place): string {
  return format(place, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(Date.parse(iso));
}

/** Midnight of a calendar day in the zone, as UTC milliseconds. */
export function midnight(day: string, zone: string): number {
  const guess = Date.parse(`${day}T00:00:00Z`);
  // The zone's offset at the guess; asked twice, since the offset may change between the two.
  let at = guess - offsetAt(guess, zone);
  at = guess - offsetAt(at, zone);
  return at;
}

function offsetAt(at: number, zone: string): number {
  const parts = format(
    { language: 'en-US', zone },
    {
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      hourCycle: 'h23',
    },
  ).formatToParts(at);
  const pick = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(
    pick('year'),
    pick('month') - 1,
    pick('day'),
    pick('hour'),
    pick('minute'),
    pick('second'),
  );
  return wall - Math.floor(at / 1000) * 1000;
}

export type Age = { unit: 'now' | 'minutes' | 'hours' | 'days'; count: number };

/** How long ago, in the largest unit that fits. */
export function age(iso: string, now: number): Age {
  const minutes = Math.max(0, Math.floor((now - Date.parse(iso)) / 60_000));
  if (minutes < 1) return { unit: 'now', count: 0 };
  if (minutes < 60) return { unit: 'minutes', count: minutes };
  if (minutes < 48 * 60) return { unit: 'hours', count: Math.floor(minutes / 60) };
  return { unit: 'days', count: Math.floor(minutes / 1440) };
}
