/** Two people changed one card: what each field says, so that nothing is overwritten unseen. */
import type { Client } from '@/api/types';

export type Fields = { name: string; company_name: string; phones: string[] };

export function fieldsOf(client: Client): Fields {
  return {
    name: client.name,
    company_name: client.company_name,
    phones: client.phones.map((phone) => phone.number),
  };
}

export type FieldName = keyof Fields;

function same(a: string | string[], b: string | string[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
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
  for (const name of ['name', 'company_name', 'phones'] as const) {
    if (same(mine[name], theirs[name])) continue;
    if (same(mine[name], base[name])) Object.assign(fields, { [name]: theirs[name] });
    else if (!same(theirs[name], base[name])) conflicts.push(name);
  }
  return { fields, conflicts };
}

/** Only what differs from the card goes to the hub. */
export function changesOf(base: Fields, mine: Fields): Partial<Fields> {
  const changes: Partial<Fields> = {};
  if (!same(base.name, mine.name)) changes.name = mine.name;
  if (!same(base.company_name, mine.company_name)) changes.company_name = mine.company_name;
  if (!same(base.phones, mine.phones)) changes.phones = mine.phones;
  return changes;
}
