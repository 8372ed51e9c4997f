/** Kinds of nodes as the hub tells them, and the ways out that follow from settings. */
import { queryOptions } from '@tanstack/react-query';
import { client, taken } from '@/api/client';
import type { components } from '@/api/schema';
import type { SchemeNode } from './graph';

type Told = components['schemas']['WordedKind'];
export type Kind = Omit<Told, 'form'> & { form: Form };
export type Pick = Told['picks'][string];
export type Group = Told['group'];

/** JSON Schema of a setting; `words` names each value where they are counted. */
export type Form = {
  type?: 'string' | 'integer' | 'boolean' | 'array' | 'object' | 'null';
  title?: string;
  description?: string;
  properties?: Record<string, Form>;
  required?: string[];
  items?: Form;
  oneOf?: Form[];
  anyOf?: Form[];
  discriminator?: { propertyName: string };
  enum?: string[];
  const?: string;
  words?: Record<string, string>;
  default?: unknown;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
};

/** A way out: `id` stands in `exits`, `words` is its name. */
export type Port = { id: string; words: string };

/** By name, in the order of the palette. */
export type Kinds = ReadonlyMap<string, Kind>;

export function kindsOf(told: readonly Told[]): Kinds {
  return new Map(told.map((kind) => [kind.kind, kind as Kind]));
}

export function kindsQuery(language: string) {
  return queryOptions({
    queryKey: ['office-kinds', language] as const,
    queryFn: async () => kindsOf(taken(await client.GET('/api/v1/office/kinds'))),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The ways out of a node, as `core.scheme.kinds.ports_of` tells them. */
export function portsOf(kind: Kind | undefined, node: SchemeNode): Port[] {
  const found = new Map<string, Port>();
  const add = (id: string, words: string) => {
    if (!found.has(id)) found.set(id, { id, words });
  };
  for (const rule of kind?.ports ?? []) {
    const held = rule.field ? node[rule.field] : undefined;
    if (rule.rule === 'fixed') add(rule.name, rule.words);
    else if (rule.rule === 'when') {
      if (held) add(rule.name, rule.words);
    } else if (rule.rule === 'outside') {
      const isOutside = Array.isArray(held) && held.some((one) => String(one).startsWith('+'));
      if (isOutside) add(rule.name, rule.words);
    } else if (Array.isArray(held)) {
      for (const one of held as unknown[]) {
        const thing = String(fieldOf(one, rule.key));
        const shown = String(fieldOf(one, rule.shown ?? rule.key));
        const id = (rule.prefix ?? '') + (rule.spelled?.[thing] ?? thing);
        add(id, rule.words.replace('{value}', shown));
      }
    }
  }
  return [...found.values()];
}

function fieldOf(thing: unknown, field: string | null | undefined): unknown {
  return field ? (thing as Record<string, unknown>)[field] : thing;
}
