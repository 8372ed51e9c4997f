/** A dialogue with the network as a pure fold of what was said. */

export type Turn = { id: number; from: 'us' | 'network' | 'note'; text: string };

export type Dialogue = {
  turns: Turn[];
  /** The dialogue that waits for a choice, empty: none does. */
  open: string;
  /** What was asked and is not answered yet. */
  waitsSince: number | null;
};

export const QUIET: Dialogue = { turns: [], open: '', waitsSince: null };

const say = (dialogue: Dialogue, from: Turn['from'], text: string): Turn[] => [
  ...dialogue.turns,
  { id: dialogue.turns.length, from, text },
];

export function asked(dialogue: Dialogue, code: string, now: number): Dialogue {
  return { ...dialogue, turns: say(dialogue, 'us', code), waitsSince: now };
}

export function answered(
  dialogue: Dialogue,
  reply: { text: string; menu: boolean; dialogue: string },
): Dialogue {
  return {
    turns: say(dialogue, 'network', reply.text),
    open: reply.menu ? reply.dialogue : '',
    waitsSince: null,
  };
}

/** It did not work; a dialogue that failed is over. */
export function failed(dialogue: Dialogue, why: string): Dialogue {
  return { turns: say(dialogue, 'note', why), open: '', waitsSince: null };
}

export type Choice = { key: string; label: string };

/** `1. Balance`, `2-Tariff`, `0) Back`, each on a line of its own. */
const MARKED = /^[ \t]*(\d{1,2}|[*#])[ \t]*[.):\-–>][ \t]*(\S[^\n]*)$/gm;
/** `1 Balance`: no sign between, so what follows must begin as a word does. */
const BARE = /^[ \t]*(\d)[ \t]+(\p{L}[^\n]*)$/gmu;
/** `Menu:1-Balance 2-Tariff`: all on one line. */
const INLINE = /(?<![\d.,])(\d)[ \t]?[-.)][ \t]?(\p{L}.*?)(?=[ \t;,]+\d[ \t]?[-.)]|$)/gmu;

/** What a menu of the network offers; without signs or lines of their own one is none. */
export function choicesOf(text: string): Choice[] {
  const marked = pick(text, MARKED);
  const [bare, inline] = [pick(text, BARE), pick(text, INLINE)];
  const most = [marked, bare, inline].reduce((a, b) => (b.length > a.length ? b : a));
  return most === marked || most.length > 1 ? most.slice(0, 12) : marked;
}

function pick(text: string, pattern: RegExp): Choice[] {
  const found: Choice[] = [];
  for (const [, key = '', label = ''] of text.matchAll(pattern)) {
    if (!found.some((one) => one.key === key)) found.push({ key, label: label.trim() });
  }
  return found;
}

/** A code or a choice as the network takes it; null when it holds anything else. */
export function ussdCode(text: string): string | null {
  const clean = text.replace(/\s/g, '');
  return /^[*#0-9][*#0-9]{0,159}$/.test(clean) ? clean : null;
}
