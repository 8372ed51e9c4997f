/** `+375 (29) 123-45-67` -> `+375291234567`; null when it is no number with its country's code. */
export function e164(text: string): string | null {
  const clean = text.replace(/[\s().-]/g, '');
  return /^\+[1-9]\d{6,14}$/.test(clean) ? clean : null;
}
