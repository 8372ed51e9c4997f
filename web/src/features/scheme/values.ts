/** Whether a value is what its JSON Schema asks for, and what is wrong with it. Pure. */
import type { Form } from './kinds';

/** A code of the words `scheme.bad`, and what stands in them. */
export type Fault = {
  code: 'missing' | 'number' | 'range' | 'short' | 'long' | 'pattern' | 'few' | 'many' | 'choice';
  least?: number;
  most?: number;
};

/** A form that may be null, without the null; and whether it may be. */
export function bare(form: Form): { form: Form; nullable: boolean } {
  const ways = form.anyOf;
  if (!ways) return { form, nullable: false };
  const real = ways.filter((way) => way.type !== 'null');
  const nullable = real.length < ways.length;
  if (real.length === 1) {
    const { anyOf: _, ...outer } = form;
    return { form: { ...real[0], ...outer }, nullable };
  }
  return { form: { ...form, anyOf: real }, nullable };
}

/** null: nothing is wrong. */
export function faultOf(value: unknown, given: Form): Fault | null {
  const { form, nullable } = bare(given);
  if (value === null) return nullable ? null : { code: 'missing' };
  if (value === undefined) return { code: 'missing' };
  if (form.anyOf) return anyFault(value, form.anyOf);
  if (form.oneOf) return anyFault(value, chosen(form, value));
  if (form.const !== undefined) return value === form.const ? null : { code: 'choice' };
  if (form.enum) return form.enum.includes(String(value)) ? null : { code: 'choice' };
  switch (form.type) {
    case 'string':
      return textFault(value, form);
    case 'integer':
      return numberFault(value, form);
    case 'boolean':
      return typeof value === 'boolean' ? null : { code: 'choice' };
    case 'array':
      return listFault(value, form);
    default:
      return objectFault(value, form);
  }
}

function anyFault(value: unknown, ways: readonly Form[]): Fault | null {
  const faults = ways.map((way) => faultOf(value, way));
  return faults.includes(null) ? null : (faults[0] ?? { code: 'choice' });
}

/** The ways that the discriminator of the value leaves. */
function chosen(form: Form, value: unknown): Form[] {
  const name = form.discriminator?.propertyName;
  if (!name || typeof value !== 'object' || value === null) return [];
  const what = (value as Record<string, unknown>)[name];
  return (form.oneOf ?? []).filter((way) => way.properties?.[name]?.const === what);
}

function textFault(value: unknown, form: Form): Fault | null {
  if (typeof value !== 'string') return { code: 'pattern' };
  if (value.trim() === '' && (form.minLength || form.pattern)) return { code: 'missing' };
  if (form.minLength && value.trim().length < form.minLength) {
    return { code: 'short', least: form.minLength };
  }
  if (form.maxLength && value.length > form.maxLength) {
    return { code: 'long', most: form.maxLength };
  }
  return form.pattern && !new RegExp(form.pattern, 'u').test(value) ? { code: 'pattern' } : null;
}

function numberFault(value: unknown, form: Form): Fault | null {
  if (typeof value !== 'number' || !Number.isInteger(value)) return { code: 'number' };
  const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = form;
  return value < minimum || value > maximum
    ? { code: 'range', least: minimum, most: maximum }
    : null;
}

function listFault(value: unknown, form: Form): Fault | null {
  if (!Array.isArray(value)) return { code: 'few', least: 1 };
  if (form.minItems && value.length < form.minItems) return { code: 'few', least: form.minItems };
  if (form.maxItems && value.length > form.maxItems) return { code: 'many', most: form.maxItems };
  for (const one of value as unknown[]) {
    const fault = form.items ? faultOf(one, form.items) : null;
    if (fault) return fault;
  }
  return null;
}

function objectFault(value: unknown, form: Form): Fault | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { code: 'choice' };
  }
  const known = form.properties ?? {};
  for (const name of Object.keys(value)) if (!(name in known)) return { code: 'choice' };
  for (const [name, field] of Object.entries(known)) {
    const held = (value as Record<string, unknown>)[name];
    if (held === undefined && !form.required?.includes(name)) continue;
    const fault = faultOf(held, field);
    if (fault) return fault;
  }
  return null;
}
