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
