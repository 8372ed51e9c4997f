/** Rules of an outgoing scheme as a table: what a row means, what is left without one. Pure. */
import type { OutboundScheme, Route } from '@/api/parts';

export type NumberClass = Route['classes'][number];
export const CLASSES: readonly NumberClass[] = ['mobile', 'city', 'toll_free', 'premium', 'abroad'];
export const ORDERS: readonly Route['order'][] = [
  'listed',
  'least_used',
  'least_spent',
  'cheapest',
];

export const BLANK: Route = {
  classes: [],
  operators: [],
  countries: [],
  begins: [],
  lines: [],
  order: 'listed',
  sticky: false,
  number_shown: null,
  pin: false,
  minutes: null,
  call_minutes: null,
};

/** Classes that no rule takes whole: some numbers of them, or all, are refused. */
export function left(scheme: OutboundScheme): NumberClass[] {
  return CLASSES.filter(
    (kind) =>
      !scheme.routes.some(
        (route) =>
          route.classes.includes(kind) &&
          (route.operators.length === 0 || kind !== 'mobile') &&
          (route.countries.length === 0 || kind !== 'abroad'),
      ),
  );
}

/** A rule that can never have its turn: an earlier one takes the same numbers. */
export function hiddenBy(routes: readonly Route[], at: number): number | null {
  const route = routes[at];
  if (!route || route.begins.length > 0 || route.classes.length === 0) return null;
  for (const [index, earlier] of routes.slice(0, at).entries()) {
    const wide =
      (earlier.operators.length === 0 || covers(earlier.operators, route.operators)) &&
      (earlier.countries.length === 0 || covers(earlier.countries, route.countries));
    if (wide && route.classes.every((kind) => earlier.classes.includes(kind))) return index;
  }
  return null;
}

const covers = (wide: readonly string[], narrow: readonly string[]) =>
  narrow.length > 0 && narrow.every((one) => wide.includes(one));

/** `+375 17, 37529` as beginnings of numbers; null: something among them is none. */
export function readBegins(text: string): string[] | null {
  const parts = text
    .split(/[,;\n]/)
    .map((one) => one.replace(/[\s().-]/g, ''))
    .filter(Boolean)
    .map((one) => (one.startsWith('+') ? one : `+${one}`));
  return parts.every((one) => /^\+[1-9]\d{0,13}$/.test(one)) ? [...new Set(parts)] : null;
}

/** `usual` -> `usual-2`: a copy, or a name in Latin letters for a new one. */
export function freeId(taken: readonly string[], base: string): string {
  const clean = base
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 30);
  const name = clean || 'out';
  if (!taken.includes(name)) return name;
  let number = 2;
  while (taken.includes(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}
