import type { Presence } from '@/api/types';
import classes from './Dot.module.css';

/** A coloured dot of a state; words always stand beside it. Offline is hollow, not only grey; away is barred. */
export function Dot({ state, isAway = false }: { state: Presence['state']; isAway?: boolean }) {
  return (
    <span
      className={classes['dot']}
      data-state={state}
      data-away={isAway && (state === 'free' || state === 'offline')}
      aria-hidden="true"
    />
  );
}
