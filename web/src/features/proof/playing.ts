/** How a story is played: position, pace, what each command makes of them. Pure. */
import { beatAt, type Story } from './story';

export const SPEEDS = [0.5, 1, 2, 4] as const;
export type Speed = (typeof SPEEDS)[number];

/** `position`: milliseconds of the story at speed 1. */
export type Playing = { position: number; running: boolean; speed: Speed };

export type Command =
  | { do: 'toggle' }
  | { do: 'tick'; ms: number }
  | { do: 'step'; by: 1 | -1 }
  | { do: 'seek'; beat: number }
  | { do: 'first' }
  | { do: 'last' }
  | { do: 'speed'; speed: Speed };

export const STOPPED: Playing = { position: 0, running: false, speed: 1 };

export function play(story: Story, now: Playing, command: Command): Playing {
  const last = story.beats.length - 1;
  const to = (beat: number): Playing => {
    const at = story.beats[Math.min(last, Math.max(0, beat))];
    return { ...now, running: false, position: at?.shown ?? 0 };
  };
  switch (command.do) {
    case 'toggle':
      if (now.running) return { ...now, running: false };
      if (last < 0) return now;
      return { ...now, running: true, position: isOver(story, now) ? 0 : now.position };
    case 'tick': {
      if (!now.running) return now;
      const position = now.position + command.ms * now.speed;
      if (position < story.length) return { ...now, position };
      return { ...now, position: story.length, running: false };
    }
    case 'step':
      return to(beatAt(story, now.position) + command.by);
    case 'seek':
      return to(command.beat);
    case 'first':
      return to(0);
    case 'last':
      return to(last);
    case 'speed':
      return { ...now, speed: command.speed };
  }
}

/** The end has been shown: playing begins anew. */
export function isOver(story: Story, now: Playing): boolean {
  const last = story.beats.at(-1);
  return now.position >= story.length || (last !== undefined && now.position >= last.shown);
}
