/** Moments of a call that its recording shows: parking, transfers, pauses, holds. Pure. */
import type { CallDetail, Recording } from '@/api/types';

export type PlayerMark = {
  key: string;
  from: number;
  to: number | null;
  kind: string;
  who: string;
};

/** Where a recording began (ms): as it was told, else when the call was first answered. */
function beginOf(call: CallDetail, recording: Recording): number {
  return Date.parse(recording.started_at ?? call.answered_at ?? call.started_at);
}

/** Marks within the recording, in seconds of it; those before and after it are left out. */
export function marksOf(call: CallDetail, recording: Recording): PlayerMark[] {
  const begin = beginOf(call, recording);
  const at = (iso: string) => (Date.parse(iso) - begin) / 1000;
  const found: PlayerMark[] = [];
  for (const park of call.parks ?? []) {
    found.push({
      key: `park${park.began_at}`,
      from: at(park.began_at),
      to: park.ended_at ? at(park.ended_at) : recording.seconds,
      kind: 'parked',
      who: park.taken_by?.name ?? park.by.name,
    });
  }
  for (const moved of call.transfers ?? []) {
    if (moved.why) continue;
    found.push({
      key: `moved${moved.at}`,
      from: at(moved.at),
      to: null,
      kind: `transfer_${moved.kind}`,
      who: `${moved.by.name} → ${moved.to_name ?? moved.to}`,
    });
  }
  const ends: Record<string, string> = { held: 'unheld', pause: 'resume', off: 'on' };
  const marks = call.marks ?? [];
  marks.forEach((mark, index) => {
    const end = ends[mark.what];
    const closed = end ? marks.slice(index + 1).find((one) => one.what === end) : undefined;
    if (['unheld', 'resume', 'parked', 'moved'].includes(mark.what)) return;
    found.push({
      key: `${mark.what}${mark.at}`,
      from: at(mark.at),
      to: end ? (closed ? at(closed.at) : recording.seconds) : null,
      kind: mark.what,
      who: mark.by?.name ?? '',
    });
  });
  return found
    .filter((one) => one.from >= -0.5 && one.from <= recording.seconds + 0.5)
    .map((one) => ({
      ...one,
      from: Math.max(0, Math.min(one.from, recording.seconds)),
      to: one.to === null ? null : Math.max(0, Math.min(one.to, recording.seconds)),
    }))
    .sort((a, b) => a.from - b.from);
}
