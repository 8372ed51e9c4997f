import { useSecond } from './clock';
import { duration, secondsBetween } from './time';

/** Seconds since a moment, ticking. Not announced: a screen reader would never stop. */
export function Timer({ since }: { since: string }) {
  return <span className="v-num">{duration(secondsBetween(since, useSecond()))}</span>;
}
