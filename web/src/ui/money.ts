/** Money is kept in hundredths. Pure: the language is an argument. */

const formats = new Map<string, Intl.NumberFormat>();

/** `1234`, `BYN` -> `12,34 BYN`. */
export function money(cents: number, currency: string, language: string): string {
  const key = `${language}|${currency}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(language, {
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
    });
    formats.set(key, format);
  }
  return `${format.format(cents / 100)} ${currency}`;
}

/** What a person typed as money, in cents: `12,5` -> 1250; '' -> null; NaN when it is none. */
export function typedMoney(text: string): number | null {
  const clean = text.replace(/[\s\u00a0]/g, '').replace(',', '.');
  if (clean === '') return null;
  if (!/^\d{1,6}(\.\d{1,2})?$/.test(clean)) return Number.NaN;
  return Math.round(Number(clean) * 100);
}

/** Cents as a person types them: 1250 -> `12,5`. */
export function moneyField(cents: number | null): string {
  return cents === null ? '' : String(cents / 100).replace('.', ',');
}

/** A figure with the sign as it is printed, no hyphen. */
export function minus(figure: number): string {
  return String(figure).replace('-', '\u2212');
}
