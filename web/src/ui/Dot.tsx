import type { Presence } from '@/api/types';
import classes from './Dot.module.css';

/** A coloured dot of a state; words always stand beside it. Offline is hollow, not only grey. */
export function Dot({ state }: { state: Presence['state'] }) {
  return <span className={classes['dot']} data-state={state} aria-hidden="true" />;
}
