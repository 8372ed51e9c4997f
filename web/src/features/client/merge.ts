/** Two people changed one card: what each field says, so that nothing is overwritten unseen. */
import type { Client, ClientPatch } from '@/api/types';

export type CardPhone = { number: string; kind: string; comment: string };
export type Values = Client['values'];
export type Fields = {
  name: string;
  company_name: string;
  phones: CardPhone[];
  emails: string[];
  values: Values;
};

export function fieldsOf(client: Client): Fields {
  return {
    name: client.name,
    company_name: client.company_name,
    phones: client.phones.map(({ number, kind, comment }) => ({
      number,
      kind: kind ?? '',
      comment: comment ?? '',
    })),
    emails: [...(client.emails ?? [])],
    values: client.values ?? {},
  };
}

const NAMES = ['name', 'company_name', 'phones', 'emails', 'values'] as const;
export type FieldName = (typeof NAMES)[number];

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** Own fields are the same in any order. */
function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export type Merged = {
  /** What the form should hold now. */
  fields: Fields;
  /** Fields that both changed, differently: the person decides. */
  conflicts: FieldName[];
};

/**
 * `base` is the card as the form was opened, `mine` what was typed, `theirs` the card now.
 * A field that only one side changed takes that side's value.
 */
export function mergeFields(base: Fields, mine: Fields, theirs: Fields): Merged {
  const fields = { ...mine };
  const conflicts: FieldName[] = [];
  for (const name of NAMES) {
    if (same(mine[name], theirs[name])) continue;
    if (same(mine[name], base[name])) Object.assign(fields, { [name]: theirs[name] });
    else if (!same(theirs[name], base[name])) conflicts.push(name);
  }
  return { fields, conflicts };
}

/** Only what differs from the card goes to the hub; an own field that is gone is sent as null. */
export function changesOf(base: Fields, mine: Fields): Omit<ClientPatch, 'version'> {
  const changes: Record<string, unknown> = {};
  for (const name of ['name', 'company_name', 'phones', 'emails'] as const) {
    if (!same(base[name], mine[name])) changes[name] = mine[name];
  }
  const values: Record<string, unknown> = {};
  for (const slug of new Set([...Object.keys(base.values), ...Object.keys(mine.values)])) {
    if (!same(base.values[slug], mine.values[slug])) values[slug] = mine.values[slug] ?? null;
  }
  if (Object.keys(values).length > 0) changes['values'] = values;
  return changes as Omit<ClientPatch, 'version'>;
}
