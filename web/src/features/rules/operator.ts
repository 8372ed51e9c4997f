/** An operator's profile as a form, and a pattern tried on an answer. Pure. */
import type { OperatorProfile, OperatorRow, Question } from '@/api/gsm';

export type OperatorDraft = {
  name: string;
  currency: string;
  hours: string;
  balanceCode: string;
  balancePattern: string;
  numberCode: string;
  numberPattern: string;
};

export function operatorDraft(row: OperatorRow | null): OperatorDraft {
  return {
    name: row?.name ?? '',
    currency: row?.currency ?? 'BYN',
    hours: String(row?.balance_hours ?? 12),
    balanceCode: row?.balance?.code ?? '',
    balancePattern: row?.balance?.pattern ?? '',
    numberCode: row?.own_number?.code ?? '',
    numberPattern: row?.own_number?.pattern ?? '',
  };
}

const CODE = /^[*#0-9]{1,40}$/;

export function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern, 'iu');
    return true;
  } catch {
    return false;
  }
}

export type ReadOperator = { profile: OperatorProfile; bad: (keyof OperatorDraft)[] };

export function readOperator(draft: OperatorDraft): ReadOperator {
  const bad: (keyof OperatorDraft)[] = [];
  const hours = /^\d{1,3}$/.test(draft.hours.trim()) ? Number(draft.hours) : 0;
  if (!draft.name.trim()) bad.push('name');
  if (!/^[A-Z]{3}$/.test(draft.currency)) bad.push('currency');
  if (hours < 1 || hours > 168) bad.push('hours');
  const question = (
    code: 'balanceCode' | 'numberCode',
    pattern: 'balancePattern' | 'numberPattern',
  ) => {
    const asked = draft[code].replace(/\s/g, '');
    if (asked && !CODE.test(asked)) bad.push(code);
    if (!isPattern(draft[pattern])) bad.push(pattern);
    return asked ? ({ code: asked, pattern: draft[pattern] } satisfies Question) : null;
  };
  return {
    profile: {
      name: draft.name.trim(),
      balance: question('balanceCode', 'balancePattern'),
      own_number: question('numberCode', 'numberPattern'),
      currency: draft.currency,
      balance_hours: hours,
    },
    bad,
  };
}

/** Longest answer that is tried: a slow pattern must not hang the page. */
const LONGEST = 1000;

/** What the first group finds; null: nothing, or the pattern is none. */
export function tryPattern(pattern: string, text: string): string | null {
  if (!pattern || !isPattern(pattern)) return null;
  return new RegExp(pattern, 'iu').exec(text.slice(0, LONGEST))?.[1] ?? null;
}
