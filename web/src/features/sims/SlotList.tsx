import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { SimRow } from '@/api/types';
import { prettyNumber } from '@/ui/phone';
import { Bars } from './Bars';
import classes from './SlotList.module.css';
import { slotsOf, stateOf } from './state';

/** Slots of one gateway as lines of a list. */
export function SlotList({ slots, sims }: { slots: number; sims: SimRow[] }) {
  const { t } = useTranslation();
  return (
    <ol className={classes['list']}>
      {slotsOf(slots, sims).map(({ slot, sim }) => {
        const state = sim ? stateOf(sim) : null;
        const number = sim?.number ?? sim?.learnt_number;
        return (
          <li key={slot} data-state={state ?? 'vacant'}>
            <span>{slot}</span>
            {sim && state ? (
              <>
                <Link to={`/sims/${encodeURIComponent(sim.line)}`}>{sim.line_name}</Link>
                <small className="v-num">{number ? prettyNumber(number) : sim.operator}</small>
                <Bars bars={state === 'off' ? null : sim.signal_bars} dbm={sim.signal} />
                <small data-how>{t(`sims.state.${state}`)}</small>
              </>
            ) : (
              <small>{t('sims.vacant')}</small>
            )}
          </li>
        );
      })}
    </ol>
  );
}
