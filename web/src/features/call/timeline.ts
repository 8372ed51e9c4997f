/** The legs of a call laid on one axis: who rang, who talked, who was kept waiting, when. Pure. */
import type { CallDetail, Leg, Talk } from '@/api/types';

export type Bar = { kind: 'ring' | 'talk' | 'wait'; from: number; to: number };

export type Row = {
  key: string;
  kind: 'line' | 'device';
  name: string;
  extension: string | null;
  bars: Bar[];
  /** Legs of this device or line, in order: they say how each ended. */
  legs: Leg[];
};

export type Timeline = { rows: Row[]; seconds: number; ticks: number[] };

function clip(bars: Bar[], total: number): Bar[] {
  return bars
    .map((bar) => ({ ...bar, from: Math.max(0, bar.from), to: Math.min(total, bar.to) }))
    .filter((bar) => bar.to > bar.from);
}

/** What of `from`..`to` the talks leave over. */
function gaps(from: number, to: number, talks: Bar[]): Bar[] {
  const free: Bar[] = [];
  let at = from;
  for (const talk of talks) {
    if (talk.from > at) free.push({ kind: 'wait', from: at, to: Math.min(talk.from, to) });
    at = Math.max(at, talk.to);
  }
  if (at < to) free.push({ kind: 'wait', from: at, to });
  return free;
}

/** Marks of the axis: a round step that gives four to eight of them. */
export function ticksOf(seconds: number): number[] {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];
  const step = steps.find((one) => seconds / one <= 7) ?? 14_400;
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, n) => n * step);
}

/** `now` (ms) ends what is not over yet. */
export function timelineOf(call: CallDetail, now: number): Timeline {
  const start = Date.parse(call.started_at);
  const at = (iso: string | null, other: number) =>
    iso === null ? other : (Date.parse(iso) - start) / 1000;
  const total = Math.max(1, at(call.ended_at, (now - start) / 1000));
  const talkBar = (talk: Talk): Bar => ({
    kind: 'talk',
    from: at(talk.began_at, 0),
    to: at(talk.ended_at, total),
  });
  const allTalks = call.talks.map(talkBar).sort((a, b) => a.from - b.from);

  const rows = new Map<string, Row>();
  for (const leg of call.legs) {
    const row = rows.get(leg.endpoint) ?? {
      key: leg.endpoint,
      kind: leg.kind,
      name: leg.name,
      extension: leg.extension,
      bars: [],
      legs: [],
    };
    row.legs.push(leg);
    const ended = at(leg.ended_at, total);
    if (leg.role === 'caller' || leg.kind === 'line') {
      // The client hears ringing, music or a greeting whenever nobody talks to him.
      row.bars.push(...gaps(at(leg.rang_at, 0), ended, leg.kind === 'line' ? allTalks : []));
    } else if (leg.rang_at) {
      const rang = at(leg.rang_at, 0);
      const answered = at(leg.answered_at, ended);
      row.bars.push({ kind: 'ring', from: rang, to: answered });
    }
    rows.set(leg.endpoint, row);
  }
  for (const row of rows.values()) {
    const own = call.talks.filter((talk) => talk.endpoint === row.key).map(talkBar);
    const talks = row.kind === 'line' ? allTalks : own;
    if (row.kind === 'device' && row.legs.some((leg) => leg.role === 'caller')) {
      row.bars = row.legs.flatMap((leg) => gaps(at(leg.rang_at, 0), at(leg.ended_at, total), own));
    }
    row.bars = clip([...row.bars, ...talks], total);
  }
  return { rows: [...rows.values()], seconds: total, ticks: ticksOf(total) };
}
