/** Text of strangers as it may be shown: control characters seen, writing direction not turned. */

/** Tab, line feed and carriage return stay; the rest of C0 becomes its picture (U+2400...). */
export function harmless(text: string): string {
  let shown = '';
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    if (code === 9 || code === 10) shown += sign;
    else if (code === 13) continue;
    else if (code < 32) shown += String.fromCodePoint(0x2400 + code);
    else if (code === 127) shown += '\u2421';
    else if (isTurning(code)) continue;
    else shown += sign;
  }
  return shown;
}

/** Marks that turn the direction of what follows, or cannot be seen at all. */
function isTurning(code: number): boolean {
  return (
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069) ||
    code === 0x200b ||
    code === 0xfeff
  );
}
