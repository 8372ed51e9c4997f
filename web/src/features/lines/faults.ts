/** What the hub found wrong with a form, by the field it is about. */
import { ApiError } from '@/api/error';

type Told = { place?: unknown; field?: unknown; text?: unknown; severity?: unknown };

/** Words by the first part of the field's place; '' for what is about no field. */
export function faultsOf(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  const told = error.facts['problems'];
  if (!Array.isArray(told)) return {};
  const found: Record<string, string> = {};
  for (const one of told as Told[]) {
    if (one?.severity === 'warning' || typeof one?.text !== 'string') continue;
    const field = typeof one.field === 'string' ? (one.field.split('/')[0] ?? '') : '';
    found[field] = found[field] ? `${found[field]} ${one.text}` : one.text;
  }
  return found;
}
