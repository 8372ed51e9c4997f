/** Tariff and limits as a form: text of fields from settings, and settings from text. Pure. */
import { moneyField, typedMoney } from '@/ui/money';
import type { SimSettings } from './settings';

type Kind = 'money' | 'figure' | 'limit' | 'moneyLimit';
type Field = { name: Name; group: 'tariff' | 'policy'; kind: Kind; least: number; most: number };

export type Name =
  | 'month_fee'
  | 'month_day'
  | 'free_minutes'
  | 'free_sms'
  | 'minute'
  | 'minute_own'
  | 'sms'
  | 'step'
  | 'day_minutes'
  | 'month_minutes'
  | 'day_sms'
  | 'bad_calls'
  | 'rest_minutes'
  | 'low_balance';

const CENTS = 10_000_000;

/** Bounds are those of the office (`core.office.sim`). */
export const FIELDS: Field[] = [
  { name: 'month_fee', group: 'tariff', kind: 'money', least: 0, most: CENTS },
  { name: 'month_day', group: 'tariff', kind: 'figure', least: 1, most: 28 },
  { name: 'free_minutes', group: 'tariff', kind: 'figure', least: 0, most: 100_000 },
  { name: 'free_sms', group: 'tariff', kind: 'figure', least: 0, most: 100_000 },
  { name: 'minute', group: 'tariff', kind: 'money', least: 0, most: CENTS },
  { name: 'minute_own', group: 'tariff', kind: 'moneyLimit', least: 0, most: CENTS },
  { name: 'sms', group: 'tariff', kind: 'money', least: 0, most: CENTS },
  { name: 'step', group: 'tariff', kind: 'figure', least: 1, most: 60 },
  { name: 'day_minutes', group: 'policy', kind: 'limit', least: 1, most: 1440 },
  { name: 'month_minutes', group: 'policy', kind: 'limit', least: 1, most: 44_640 },
  { name: 'day_sms', group: 'policy', kind: 'limit', least: 0, most: 10_000 },
  { name: 'bad_calls', group: 'policy', kind: 'limit', least: 2, most: 100 },
  { name: 'rest_minutes', group: 'policy', kind: 'figure', least: 1, most: 1440 },
  { name: 'low_balance', group: 'policy', kind: 'moneyLimit', least: 0, most: CENTS },
];

export type Fields = Record<Name, string>;

/** What an empty field of a figure or sum means: the office's own defaults. */
export const DEFAULTS: Partial<Record<Name, number>> = { month_day: 1, step: 60, rest_minutes: 30 };

export function fieldsOf({ tariff, policy }: SimSettings): Fields {
  const values = { ...tariff, ...policy } as Partial<Record<Name, number | null>>;
  const text = ({ name, kind }: Field): string => {
    const value = values[name];
    if (value === undefined || value === null) return '';
    return kind === 'money' || kind === 'moneyLimit' ? moneyField(value) : String(value);
  };
  return Object.fromEntries(FIELDS.map((field) => [field.name, text(field)])) as Fields;
}

export type Read = { ok: true; settings: SimSettings } | { ok: false; bad: Name[] };

function read(field: Field, text: string): number | null {
  const isMoney = field.kind === 'money' || field.kind === 'moneyLimit';
  const clean = text.trim();
  const value = isMoney
    ? typedMoney(clean)
    : clean === ''
      ? null
      : /^\d{1,6}$/.test(clean)
        ? Number(clean)
        : Number.NaN;
  if (value === null) {
    const isOptional = field.kind === 'limit' || field.kind === 'moneyLimit';
    return isOptional ? null : (DEFAULTS[field.name] ?? 0);
  }
  return value >= field.least && value <= field.most ? value : Number.NaN;
}

/** A tariff of which nothing is filled in is none. */
export function readFields(fields: Fields): Read {
  const values = FIELDS.map((field) => [field, read(field, fields[field.name])] as const);
  const bad = values.filter(([, value]) => Number.isNaN(value)).map(([field]) => field.name);
  if (bad.length > 0) return { ok: false, bad };
  const group = (name: Field['group']) =>
    Object.fromEntries(
      values.filter(([field]) => field.group === name).map(([field, value]) => [field.name, value]),
    );
  const isPriced = FIELDS.some((field) => field.group === 'tariff' && fields[field.name].trim());
  return {
    ok: true,
    settings: {
      tariff: isPriced ? group('tariff') : null,
      policy: group('policy'),
    } as SimSettings,
  };
}
