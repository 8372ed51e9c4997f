/** A thread as a pure fold: pages come newest first, events may bring a row again. */
import type { SmsRow, SmsState } from '@/api/types';

export type SmsPage = { items: SmsRow[]; next: string | null; stopped: boolean };

/** All rows of the pages, the oldest first. */
export function chronicle(pages: SmsPage[]): SmsRow[] {
  const seen = new Map<string, SmsRow>();
  for (const page of pages) {
    for (const row of page.items) if (!seen.has(row.id)) seen.set(row.id, row);
  }
  return [...seen.values()].sort(
    (a, b) => Date.parse(a.at) - Date.parse(b.at) || a.id.localeCompare(b.id),
  );
}

/** The pages with a row in its newest shape; a new one goes to the first page. */
export function withRow(pages: SmsPage[], row: SmsRow): SmsPage[] {
  const isKnown = pages.some((page) => page.items.some((one) => one.id === row.id));
  return pages.map((page, index) => {
    if (isKnown) {
      return { ...page, items: page.items.map((one) => (one.id === row.id ? row : one)) };
    }
    return index === 0 ? { ...page, items: [row, ...page.items] } : page;
  });
}

/** What a person may do with an outgoing message: take it back, or send it once more. */
export function mayDo(state: SmsState): 'cancel' | 'again' | null {
  switch (state) {
    case 'queued':
      return 'cancel';
    case 'failed':
    case 'unknown':
      return 'again';
    default:
      return null;
  }
}

export type Tone = 'wait' | 'good' | 'bad' | 'doubt' | 'plain';

const TONES: Record<SmsState, Tone> = {
  queued: 'wait',
  sending: 'wait',
  sent: 'plain',
  delivered: 'good',
  failed: 'bad',
  unknown: 'doubt',
  received: 'plain',
};

export function toneOf(state: SmsState): Tone {
  return TONES[state];
}

export type Attempt = { id: string; text: string };

/**
 * The id under which a text is sent: after a broken connection the same text goes under the id it
 * had, and the hub takes it once; another text is another message.
 */
export function attemptOf(text: string, before: Attempt | null): Attempt {
  if (before?.text === text) return before;
  return { id: crypto.randomUUID().replaceAll('-', ''), text };
}
