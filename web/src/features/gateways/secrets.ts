/** Which revealed secret belongs into a field of a set-up: the field names it. */
import type { Setup } from '@/api/types';

type Field = Setup['steps'][number]['fields'][number];

/** Null while it is hidden. */
export function secretOf(field: Field, keys: Record<string, string> | null): string | null {
  if (field.value) return field.value;
  return keys && field.key ? (keys[field.key] ?? null) : null;
}
