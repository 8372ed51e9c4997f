/** Messages being typed, by number: they outlive a change of screen and a reload. */
import { keepDraft, readDraft } from '@/features/client/drafts';
import type { Attempt } from './thread';

export const readSms = (number: string): string => readDraft(`sms:${number}`);
export const keepSms = (number: string, text: string): void => keepDraft(`sms:${number}`, text);

/** Under which id a text was last sent without an answer. */
export function readAttempt(number: string): Attempt | null {
  try {
    return JSON.parse(readDraft(`sms-id:${number}`) || 'null') as Attempt | null;
  } catch {
    return null;
  }
}

export const keepAttempt = (number: string, attempt: Attempt | null): void =>
  keepDraft(`sms-id:${number}`, attempt ? JSON.stringify(attempt) : '');
