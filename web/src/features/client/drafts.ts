/** Notes being typed, by whom they are about: they outlive a change of screen and a reload. */

const PREFIX = 'vochi-draft:';

export function readDraft(about: string): string {
  try {
    return sessionStorage.getItem(PREFIX + about) ?? '';
  } catch {
    return '';
  }
}

export function keepDraft(about: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(PREFIX + about, text);
    else sessionStorage.removeItem(PREFIX + about);
  } catch {
    // storage is forbidden: the draft lives as long as the field
  }
}
