/** What a look from outside found, out of the facts of its command. Pure. */

export const KINDS = [
  'page',
  'login',
  'default_password',
  'backdoor',
  'registered',
  'keepalive',
  'call_in',
  'sms',
  'call',
] as const;
export type TestKind = (typeof KINDS)[number];

export type Test = {
  key: string;
  kind: TestKind;
  /** Of which line, null: of the gateway itself. */
  line: string | null;
  result: 'ok' | 'failed' | 'unknown' | 'waits';
  why: string;
};

function isKind(text: string): text is TestKind {
  return (KINDS as readonly string[]).includes(text);
}

/** `facts`: test or `test.line` -> `ok`, `failed`, `unknown`; with `.why` behind it: words. */
export function testsOf(facts: Record<string, unknown>): Test[] {
  const found: Test[] = [];
  for (const [key, value] of Object.entries(facts)) {
    const [kind = '', ...rest] = key.split('.');
    if (!isKind(kind) || rest.at(-1) === 'why') continue;
    const why = facts[`${key}.why`];
    found.push({
      key,
      kind,
      line: rest.length > 0 ? rest.join('.') : null,
      result: value === 'ok' || value === 'failed' ? value : 'unknown',
      why: typeof why === 'string' ? why : '',
    });
  }
  const rank = (test: Test) => KINDS.indexOf(test.kind);
  return found.sort((a, b) => rank(a) - rank(b) || (a.line ?? '').localeCompare(b.line ?? ''));
}

/** Why a test failed, as the box says it. */
export const WHYS = [
  'offline',
  'open',
  'lost',
  'dial_tone',
  'elsewhere',
  'other_line',
  'deaf_called',
  'deaf_caller',
  'echo',
  'hidden',
  'other_number',
  'dropped',
  'sms_lost',
  'not_forwarded',
] as const;
export type Why = (typeof WHYS)[number];

/** Several reasons stand apart by blanks; `words` are those known, `rest` is told as it is. */
export function reasonsOf(why: string): { words: Why[]; rest: string } {
  const said = why.split(/\s+/).filter(Boolean);
  const known = (word: string): word is Why => (WHYS as readonly string[]).includes(word);
  // A sentence of the gateway itself stays whole, whatever words it has.
  return said.every(known) ? { words: said, rest: '' } : { words: [], rest: why };
}

/** Seconds: a page that does not answer, a call that nobody takes, an SMS that never comes. */
const LONGEST = { page: 20, call: 45, sms: 125 };

/** How long the whole look may take, seconds: the box tries one line after the other. */
export function takesAtMost(lines: number, extra: { sms: boolean; call: boolean }): number {
  const each = (extra.call ? LONGEST.call : 0) + (extra.sms ? LONGEST.sms : 0);
  return LONGEST.page + lines * each;
}

/** What will be looked at, while the answer is on its way. */
export function expectedTests(lines: string[], extra: { sms: boolean; call: boolean }): Test[] {
  const test = (kind: TestKind, line: string | null): Test => ({
    key: line ? `${kind}.${line}` : kind,
    kind,
    line,
    result: 'waits',
    why: '',
  });
  const ofLines: TestKind[] = ['registered', 'keepalive'];
  if (extra.call) ofLines.push('call_in');
  if (extra.sms) ofLines.push('sms');
  return [
    ...(['page', 'login', 'default_password', 'backdoor'] as const).map((kind) => test(kind, null)),
    ...ofLines.flatMap((kind) => lines.map((line) => test(kind, line))),
  ];
}
