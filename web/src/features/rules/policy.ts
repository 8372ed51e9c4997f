/** Policies as forms: text of fields from values, and values from text. Pure. */
import type { Answer, PolicyName, PolicyValue } from '@/api/gsm';

export const POLICIES = ['promises', 'sms', 'repair', 'doctor'] as const satisfies PolicyName[];
export type Values = Record<string, PolicyValue>;

/**
 * `clock` with `optional`: may be left empty; `words`: apart by commas; `answer`: a text that is
 * switched on, in three texts: `name` (`true`), `name.text`, `name.hours`.
 */
export type Field = { name: string } & (
  | { kind: 'flag' }
  | { kind: 'clock'; optional: boolean }
  | { kind: 'figure'; least: number; most: number }
  | { kind: 'words' }
  | { kind: 'answer' }
);

const figure = (name: string, least: number, most: number): Field => ({
  name,
  kind: 'figure',
  least,
  most,
});

/** Bounds are those of the office (`core.office.upkeep`). */
export const FIELDS: Record<PolicyName, Field[]> = {
  promises: [
    figure('due_missed', 1, 10_080),
    figure('due_voicemail', 1, 10_080),
    figure('due_callback_asked', 1, 10_080),
    figure('due_web', 1, 10_080),
    figure('due_callback_failed', 1, 10_080),
    figure('reached_seconds', 1, 60),
    figure('short_seconds', 0, 60),
    figure('head_minutes', 0, 1440),
  ],
  sms: [
    { name: 'quiet_from', kind: 'clock', optional: true },
    { name: 'quiet_to', kind: 'clock', optional: true },
    figure('pace', 1, 60),
    figure('most_parts', 1, 10),
    figure('account_day', 1, 100_000),
    figure('bulk_day', 1, 100_000),
    figure('bulk_hours', 0, 720),
    figure('give_up_hours', 1, 72),
    { name: 'stop_words', kind: 'words' },
    { name: 'start_words', kind: 'words' },
    { name: 'missed', kind: 'answer' },
  ],
  repair: [
    { name: 'enabled', kind: 'flag' },
    figure('line_minutes', 2, 1440),
    figure('gateway_minutes', 5, 1440),
    figure('power_hours', 1, 168),
    figure('force_after', 60, 86_400),
  ],
  doctor: [
    { name: 'enabled', kind: 'flag' },
    { name: 'from_time', kind: 'clock', optional: false },
    { name: 'to_time', kind: 'clock', optional: false },
    figure('every_hours', 1, 720),
    figure('idle_minutes', 0, 240),
    figure('day_calls', 0, 1000),
    figure('day_sms', 0, 200),
  ],
};

/** Terms lie one level deeper in the office; here each is a field `due_…`. */
export function flatOf({ terms, ...values }: Values): Values {
  if (typeof terms !== 'object' || terms === null) return { ...values };
  const due = Object.entries(terms).map(([name, value]) => [`due_${name}`, value as PolicyValue]);
  return { ...values, ...Object.fromEntries(due) };
}

export function nestOf(values: Values): Values {
  const due = Object.entries(values).filter(([name]) => name.startsWith('due_'));
  if (due.length === 0) return values;
  const rest = Object.entries(values).filter(([name]) => !name.startsWith('due_'));
  const terms = Object.fromEntries(due.map(([name, value]) => [name.slice(4), value]));
  return { ...Object.fromEntries(rest), terms: terms as unknown as PolicyValue };
}

export type Texts = Record<string, string>;

export function textsOf(fields: Field[], values: Values): Texts {
  return Object.fromEntries(
    fields.flatMap(({ name, kind }) => {
      const value = values[name];
      if (kind === 'answer') {
        const answer = isAnswer(value) ? value : null;
        return [
          [name, String(answer !== null)],
          [`${name}.text`, answer?.text ?? ''],
          [`${name}.hours`, String(answer?.once_hours ?? 24)],
        ];
      }
      if (Array.isArray(value)) return [[name, value.join(', ')]];
      return [[name, value === null || value === undefined ? '' : String(value)]];
    }),
  );
}

const isAnswer = (value: PolicyValue | undefined): value is Answer =>
  typeof value === 'object' && value !== null && 'text' in value;

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

/** A time as people type it (`9`, `930`, `21.30`) as a clock shows it; what is none stays. */
export function typedClock(text: string): string {
  const [, hours, minutes = '00'] = /^(\d{1,2})(?:[:.,\s-]?(\d{2}))?$/.exec(text.trim()) ?? [];
  const clock = `${hours?.padStart(2, '0')}:${minutes}`;
  return CLOCK.test(clock) ? clock : text.trim();
}

/** Undefined: it is none. */
function readAnswer(name: string, texts: Texts): Answer | null | undefined {
  if (texts[name] !== 'true') return null;
  const text = (texts[`${name}.text`] ?? '').trim();
  return text === '' ? undefined : { text, once_hours: Number(texts[`${name}.hours`]) };
}

/** Undefined: it is none. */
function read(field: Exclude<Field, { kind: 'answer' }>, text: string): PolicyValue | undefined {
  const clean = text.trim();
  switch (field.kind) {
    case 'flag':
      return clean === 'true';
    case 'clock':
      if (clean === '') return field.optional ? null : undefined;
      return CLOCK.test(typedClock(clean)) ? typedClock(clean) : undefined;
    case 'figure': {
      const value = /^\d{1,6}$/.test(clean) ? Number(clean) : Number.NaN;
      return value >= field.least && value <= field.most ? value : undefined;
    }
    case 'words': {
      const words = clean
        .split(',')
        .map((word) => word.trim())
        .filter(Boolean);
      return words.every((word) => word.length <= 20) ? words : undefined;
    }
    default:
      return field satisfies never;
  }
}

export type ReadPolicy = { values: Values; bad: string[] };

export function readTexts(fields: Field[], texts: Texts): ReadPolicy {
  const values: Values = {};
  const bad: string[] = [];
  for (const field of fields) {
    const value =
      field.kind === 'answer'
        ? readAnswer(field.name, texts)
        : read(field, texts[field.name] ?? '');
    if (value === undefined) bad.push(field.name);
    else values[field.name] = value;
  }
  // Half of a span of quiet is none.
  if ('quiet_from' in values && (values['quiet_from'] === null) !== (values['quiet_to'] === null)) {
    bad.push(values['quiet_from'] === null ? 'quiet_from' : 'quiet_to');
  }
  return { values, bad };
}
