/** A long period replayed in pieces, so that progress is honest and each answer is quick. Pure but
 * for what it is given to ask. */
import { ApiError } from '@/api/error';
import type { Replayed, Report } from '@/api/proof';

export type Span = { since: number; until: number };

/** What is known so far. `done` of `all` milliseconds of the period are replayed. */
export type Progress = {
  done: number;
  all: number;
  replayed: number;
  changed: number;
  skipped: number;
  before: { answered: number; missed: number; waited: number };
  after: { answered: number; missed: number; waited: number };
  calls: Replayed[];
};

const DAY = 86_400_000;
/** A week at a time: how people usually answer is learnt from each piece by itself. */
const PIECE = 7 * DAY;
/** Calls that are told one by one. */
const TOLD = 500;

export function piecesOf({ since, until }: Span): Span[] {
  const found: Span[] = [];
  for (let at = since; at < until; at += PIECE)
    found.push({ since: at, until: Math.min(until, at + PIECE) });
  return found;
}

type Ask = (span: Span) => Promise<Report>;

/** Asks piece by piece, tells after each; a piece with too many calls is asked in halves. */
export async function replayAll(
  span: Span,
  ask: Ask,
  tell: (progress: Progress) => void,
): Promise<void> {
  const waiting = piecesOf(span);
  let so = begun(span);
  tell(so);
  for (let piece = waiting.shift(); piece; piece = waiting.shift()) {
    try {
      so = added(so, await ask(piece), piece);
      tell(so);
    } catch (error) {
      const half = Math.floor((piece.since + piece.until) / 2);
      const isTooMuch = error instanceof ApiError && error.code === 'too_many_calls';
      if (!isTooMuch || half <= piece.since + 60_000) throw error;
      waiting.unshift({ since: piece.since, until: half }, { since: half, until: piece.until });
    }
  }
}

function begun({ since, until }: Span): Progress {
  const none = { answered: 0, missed: 0, waited: 0 };
  return {
    done: 0,
    all: until - since,
    replayed: 0,
    changed: 0,
    skipped: 0,
    before: none,
    after: none,
    calls: [],
  };
}

function added(so: Progress, report: Report, piece: Span): Progress {
  const sum = (one: Progress['before'], more: Report['before']) => ({
    answered: one.answered + more.answered,
    missed: one.missed + more.missed,
    waited: one.waited + (more.mean_wait ?? 0) * more.answered,
  });
  return {
    done: so.done + piece.until - piece.since,
    all: so.all,
    replayed: so.replayed + report.replayed,
    changed: so.changed + report.changed,
    skipped: so.skipped + report.skipped,
    before: sum(so.before, report.before),
    after: sum(so.after, report.after),
    calls: [...so.calls, ...report.calls].slice(0, TOLD),
  };
}

/** Seconds that answered callers waited on average; null without any. */
export function meanWait({ answered, waited }: Progress['before']): number | null {
  return answered > 0 ? waited / answered : null;
}
