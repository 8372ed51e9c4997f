/** A call of the log in words. */
import type { TFunction } from 'i18next';
import type { CallRow } from '@/api/types';
import { duration } from '@/ui/time';

export type CallTone = 'talk' | 'miss' | 'ring' | 'plain';

/** Red is for a client who was not answered; what failed outwards is no promise of ours. */
export function toneOfRow(call: CallRow): CallTone {
  if (call.state !== 'ended') return call.state === 'ringing' ? 'ring' : 'talk';
  if (call.result === 'missed') return 'miss';
  return call.result === 'answered' ? 'talk' : 'plain';
}

/** Who talked: one name, or first and last when the call was passed on. */
export function whoTalked(call: CallRow): string {
  const { first_employee: first, last_employee: last, employee } = call;
  if (first && last && first.extension !== last.extension) return `${first.name} → ${last.name}`;
  return employee?.name ?? '';
}

export function resultWords(call: CallRow, t: TFunction): string {
  if (call.state === 'ringing') return t('result.ringing');
  if (call.state !== 'ended') return t('result.talking');
  return t(`result.${call.result ?? 'failed'}`);
}

/** How long the talk was, or how long was waited in vain. */
export function timeWords(call: CallRow, t: TFunction): string {
  if (call.talked > 0) return duration(call.talked);
  if (call.state !== 'ended') return '';
  const time = duration(call.waited);
  return call.direction === 'in' ? t('call.waited', { time }) : t('call.tried', { time });
}
