/** A node that was just put on the canvas: settings that make sense in this office. Pure. */
import type { Office } from '@/api/types';
import type { SchemeNode } from './graph';
import type { Form, Kind } from './kinds';
import { bare } from './values';

/** Stand for what is not chosen yet: the verifier finds that there is no such thing, and the form
 * shows an empty field. */
export const NOT_CHOSEN = 'not-chosen';
export const NO_NUMBER = '+9990000000';
export const NO_URL = 'https://not-chosen.invalid/';

const UNCHOSEN: readonly unknown[] = [NOT_CHOSEN, NO_NUMBER, NO_URL];

export function isChosen(value: unknown): boolean {
  return !UNCHOSEN.includes(Array.isArray(value) ? value[0] : value);
}

export function freshNode(kind: Kind, office: Office, words: { sms: string }): SchemeNode {
  const node: SchemeNode = { kind: kind.kind, exits: {} };
  for (const [name, field] of Object.entries(kind.form.properties ?? {})) {
    node[name] =
      field.default !== undefined && !kind.form.required?.includes(name)
        ? field.default
        : sensible(kind, name, field, office, words);
  }
  return node;
}

function sensible(kind: Kind, name: string, field: Form, office: Office, words: { sms: string }) {
  const first = office.departments?.[0]?.number ?? office.people?.[0]?.extension;
  switch (kind.picks[name]) {
    case 'targets':
    case 'members':
      return [first ?? '10000'];
    case 'outbound':
      return office.outbound?.[0]?.id ?? NOT_CHOSEN;
    case 'phone':
      return NO_NUMBER;
    case 'url':
      return NO_URL;
    case 'text':
      return words.sms;
    case 'prompt':
    case 'scheme':
      return NOT_CHOSEN;
    default:
      return emptyOf(field, office);
  }
}

/** The least that a form allows: its first way, its default, the company's language. */
export function emptyOf(given: Form, office: Office): unknown {
  const { form } = bare(given);
  if (form.default !== undefined) return form.default;
  if (form.const !== undefined) return form.const;
  if (form.enum) {
    const own = office.company.language ?? '';
    return form.enum.includes(own) ? own : form.enum[0];
  }
  if (form.oneOf) return emptyOf(form.oneOf[0] ?? {}, office);
  if (form.type === 'array') return [];
  if (form.type === 'integer') return form.minimum ?? 0;
  if (form.type === 'boolean') return false;
  if (form.properties) {
    return Object.fromEntries(
      Object.entries(form.properties).map(([name, field]) => [name, emptyOf(field, office)]),
    );
  }
  return NOT_CHOSEN;
}
