/** A tale as something to be played: what is told when, and where the caller is then. Pure. */
import type { Moment, Tale } from '@/api/types';
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
  const beats: Beat[] = [];
  let step = -1;
  let shown = 0;
  const told = tale.moments.filter(isTold);
  for (const [index, moment] of told.entries()) {
    if (moment.code === 'life.enters') step = Math.min(step + 1, path.length - 1);
    beats.push({
      at: moment.at,
      step,
      code: moment.code,
      text: moment.text,
      scheme: moment.scheme ?? null,
      node: moment.node ?? null,
      shown,
    });
    const next = told[index + 1];
    const gap = next ? (next.at - moment.at) * 100 : SHORTEST;
    shown += Math.min(LONGEST, Math.max(SHORTEST, gap));
  }
  return { path, beats, length: shown };
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
