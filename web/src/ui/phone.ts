/** Phone numbers as people say them; the hub sends `pretty` for clients, this serves the rest. */

const TWO_DIGIT = new Set(
  '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98'.split(
    ' ',
  ),
);

function codeLength(digits: string): number {
  if (digits.startsWith('1') || digits.startsWith('7')) return 1;
  return TWO_DIGIT.has(digits.slice(0, 2)) ? 2 : 3;
}

/** A pseudonym of somebody who was forgotten: `+0` begins no number of the world. */
export const isErased = (number: string): boolean => number.startsWith('+0');

/** `+375296666666` -> `+375 29 666-66-66`; what is not E.164 comes back as it is. */
export function prettyNumber(number: string): string {
  if (isErased(number)) return `#${number.slice(-4)}`;
  if (!/^\+\d{7,15}$/.test(number)) return number;
  const digits = number.slice(1);
  const cut = codeLength(digits);
  const code = digits.slice(0, cut);
  let rest = digits.slice(cut);
  if (rest.length < 7) return `+${code} ${rest}`;
  const tail = `${rest.slice(-7, -4)}-${rest.slice(-4, -2)}-${rest.slice(-2)}`;
  rest = rest.slice(0, -7);
  return rest ? `+${code} ${rest} ${tail}` : `+${code} ${tail}`;
}

/** The digits (and a leading plus) of what a person typed; null when it holds no number. */
export function typedNumber(text: string): string | null {
  const trimmed = text.trim();
  if (!/^[+\d*#][\d\s().*#-]*$/.test(trimmed)) return null;
  const digits = trimmed.replace(/[^\d*#]/g, '');
  if (digits.length < 2) return null;
  return trimmed.startsWith('+') ? `+${digits}` : digits;
}
