/** What is typed into each step of the first run, as the hub keeps it. Pure. */
import type { Answers, Hours, NewPerson, TemplateId } from '@/api/start';

export type Row = { name: string; extension: string; phone: NewPerson['phone'] };
export type Typed = {
  company?: { name: string; country: string; area: string; language: string; zone: string };
  people?: { rows: Row[]; list: string };
  scheme?: { template: TemplateId; answers: NonNullable<Answers> };
};

export const COUNTRIES = {
  BY: { area: '17', zone: 'Europe/Minsk' },
  RU: { area: '495', zone: 'Europe/Moscow' },
  KZ: { area: '727', zone: 'Asia/Almaty' },
} as const;
export type Country = keyof typeof COUNTRIES;
export const PHONES = ['desk', 'softphone', 'dect'] as const;

/** The first proposed extension that no row has. */
export function freeFor(rows: Row[], free: readonly string[]): string {
  const used = new Set(rows.map((row) => row.extension));
  return free.find((one) => !used.has(one)) ?? '';
}

/** Names from a pasted list, one a line, with an extension where one stands in the line. */
export function pasted(text: string, rows: Row[], free: readonly string[]): Row[] {
  const found = [...rows];
  for (const line of text.split('\n')) {
    const extension = /(?:^|[\s;,\t])(\d{2,5})(?=$|[\s;,\t])/.exec(line)?.[1];
    const name = line
      .replace(extension ?? '\u0000', '')
      .replace(/[;,\t|]+/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 80);
    if (!name) continue;
    found.push({ name, extension: extension ?? freeFor(found, free), phone: 'desk' });
  }
  return found;
}

export type RowFault = 'needed' | 'figure' | 'twice';

/** What is wrong with rows that somebody has begun to fill in, by `<row>.<field>`. */
export function rowFaults(rows: Row[]): Record<string, RowFault> {
  const found: Record<string, RowFault> = {};
  const seen = new Set<string>();
  rows.forEach((row, index) => {
    if (!row.name.trim()) found[`${index}.name`] = 'needed';
    if (!/^[1-9]\d{1,4}$/.test(row.extension.trim())) found[`${index}.extension`] = 'figure';
    else if (seen.has(row.extension.trim())) found[`${index}.extension`] = 'twice';
    seen.add(row.extension.trim());
  });
  return found;
}

export const OFFICE_HOURS: Hours = { days: [1, 2, 3, 4, 5], since: '09:00', to: '18:00' };

/** What Grandstream Wave and other softphones of its kind read from a QR code. */
export function waveAccount(server: string, port: number, account: string, password: string) {
  const clean = (text: string) => text.replace(/[<>&'"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const host = clean(port === 5060 ? server : `${server}:${port}`);
  const user = clean(account);
  return (
    `<?xml version='1.0' encoding='utf-8'?><AccountConfig version='1'><Account>` +
    `<RegisterServer>${host}</RegisterServer><UserID>${user}</UserID><AuthID>${user}</AuthID>` +
    `<AuthPass>${clean(password)}</AuthPass><AccountName>Vochi ${user}</AccountName>` +
    `<DisplayName>${user}</DisplayName><Dialplan>{x+|*x+|*++}</Dialplan>` +
    `<RandomPort>0</RandomPort></Account></AccountConfig>`
  );
}
