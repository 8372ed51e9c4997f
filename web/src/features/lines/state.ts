/** How a line stands: what the board says of it now, in a word and a tone. Pure. */
import type { LineState } from '@/api/types';

export type Standing = 'free' | 'ringing' | 'busy' | 'paused' | 'off' | 'unknown';

export function standingOf(live: LineState | undefined): Standing {
  if (!live) return 'unknown';
  if (!live.online) return 'off';
  if (live.state === 'paused') return 'paused';
  if (live.busy > 0) return live.state === 'ringing' ? 'ringing' : 'busy';
  return 'free';
}

const WHY = ['desk', 'office', 'unsigned', 'limit', 'rest'] as const;

/** Why a line is held back; a reason newer than this screen is told as a pause. */
export function whyOf(live: LineState): (typeof WHY)[number] {
  return WHY.find((one) => one === live.why) ?? 'desk';
}

export type Sum = { lines: number; online: number; channels: number; busy: number };

export function sumOf(lines: LineState[]): Sum {
  return lines.reduce(
    (sum, line) => ({
      lines: sum.lines + 1,
      online: sum.online + (line.online ? 1 : 0),
      channels: sum.channels + line.channels,
      busy: sum.busy + Math.min(line.busy, line.channels),
    }),
    { lines: 0, online: 0, channels: 0, busy: 0 },
  );
}
