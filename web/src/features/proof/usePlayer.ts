import { useCallback, useEffect, useReducer } from 'react';
import { type Command, type Playing, play, STOPPED } from './playing';
import { beatAt, type Story } from './story';

/** Milliseconds between ticks: beats are a second long, finer is not seen. */
const TICK = 100;

export type Player = { now: Playing; beat: number; tell: (command: Command) => void };

/** Plays a story; a new story begins from its first moment, running when it `starts` by itself. */
export function usePlayer(story: Story, starts: boolean): Player {
  const [now, dispatch] = useReducer(
    (before: Playing, { story: of, command }: { story: Story; command: Command | 'begin' }) =>
      command === 'begin' ? { ...STOPPED, speed: before.speed } : play(of, before, command),
    STOPPED,
  );
  const tell = useCallback((command: Command) => dispatch({ story, command }), [story]);
  useEffect(() => {
    dispatch({ story, command: 'begin' });
    if (starts && !isCalm()) dispatch({ story, command: { do: 'toggle' } });
  }, [story, starts]);
  useEffect(() => {
    if (!now.running) return;
    let before = performance.now();
    const timer = setInterval(() => {
      const at = performance.now();
      tell({ do: 'tick', ms: at - before });
      before = at;
    }, TICK);
    return () => clearInterval(timer);
  }, [now.running, tell]);
  return { now, beat: beatAt(story, now.position), tell };
}

/** The person asked for less movement: nothing plays by itself. */
export function isCalm(): boolean {
  return window.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false;
}
