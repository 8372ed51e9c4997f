/** A tale as something to be played: what is told when, and where the caller is then. Pure. */
import type { CallDetail, Moment, Tale, TraceLine } from '@/api/types';
import type { PathStep } from '@/features/scheme/stage';

/** `at`: seconds of the call; `step`: index in the path, -1 before the first node; `shown`: from
 * which millisecond of the playing it is on the screen. */
export type Beat = {
  at: number;
  step: number;
  code: string;
  text: string;
  scheme: string | null;
  node: string | null;
  shown: number;
};

/** `length`: milliseconds of the whole playing at speed 1. */
export type Story = { path: PathStep[]; beats: Beat[]; length: number };

/** A beat is read in no less; silence of the call is squeezed into no more. */
const SHORTEST = 900;
const LONGEST = 2200;

export function storyOf(tale: Tale): Story {
  const path = tale.path.map(({ scheme, node, out }) => ({ scheme, node, out }));
  let step = -1;
  const told = tale.moments.filter(isTold).map((moment) => {
    if (moment.code === 'life.enters') step = Math.min(step + 1, path.length - 1);
    return beatOf(moment.at, step, moment);
  });
  return { path, ...timed(told) };
}

/** The same of a call that was: its trace, beside the nodes that it passed. */
export function storyOfCall(call: CallDetail, trace: readonly TraceLine[]): Story {
  const path = call.path.map(({ scheme, node, out }) => ({ scheme, node, out }));
  const start = Date.parse(call.started_at);
  let step = -1;
  const told = trace.map((line) => {
    const next = path.findIndex(
      (one, index) => index > step && one.node === line.node && one.scheme === line.scheme,
    );
    // Only the line that tells of a node itself moves on; phones are told of where they rang.
    if (line.about === 'node' && next >= 0) step = next;
    return beatOf(Math.max(0, (Date.parse(line.at) - start) / 1000), step, line);
  });
  return { path, ...timed(told) };
}

type Told = {
  code: string;
  text: string;
  scheme?: string | null | undefined;
  node?: string | null | undefined;
};

function beatOf(at: number, step: number, { code, text, scheme, node }: Told): Omit<Beat, 'shown'> {
  return { at, step, code, text, scheme: scheme ?? null, node: node ?? null };
}

/** When each is shown: long enough to be read, not as long as people wait. */
function timed(told: readonly Omit<Beat, 'shown'>[]): Pick<Story, 'beats' | 'length'> {
  const beats: Beat[] = [];
  let shown = 0;
  for (const [index, one] of told.entries()) {
    beats.push({ ...one, shown });
    const next = told[index + 1];
    const gap = next ? (next.at - one.at) * 100 : SHORTEST;
    shown += Math.min(LONGEST, Math.max(SHORTEST, gap));
  }
  return { beats, length: shown };
}

/** That a node is left by its only way out goes without saying. */
export function isTold(moment: Moment): boolean {
  return !(moment.code === 'life.leaves' && moment.facts?.['port'] === 'next');
}

/** The beat on the screen at a millisecond of the playing; -1 of an empty story. */
export function beatAt(story: Story, position: number): number {
  let found = story.beats.length ? 0 : -1;
  for (const [index, beat] of story.beats.entries()) if (beat.shown <= position) found = index;
  return found;
}
