import { useTranslation } from 'react-i18next';
import type { Promised } from '@/api/promises';
import { now, useMinute } from '@/ui/clock';
import { harmless } from '@/ui/harmless';
import { Icon } from '@/ui/Icon';
import { useMoments } from '@/ui/place';
import { momentOf } from './entries';
import classes from './History.module.css';

/** A promise to the client: what is owed and till when, or who kept it and how. */
export function PromiseLine({ promise }: { promise: Promised }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const at = momentOf(promise);
  const isOpen = promise.state === 'open';
  const isLate = isOpen && Date.parse(promise.due_at) < now();
  const who = isOpen ? promise.owner?.name : promise.by;
  const why = promise.reason ? t(`closing.reason.${promise.reason}`).toLowerCase() : '';
  return (
    <div className={classes['row']} data-tone={isLate ? 'miss' : undefined}>
      <span className={classes['when']} title={moments.full(at)}>
        {moments.time(at)}
      </span>
      <span className={classes['icon']}>
        <Icon name="clock" size={15} />
        <span className="v-hidden">{t('card.promise.is')}</span>
      </span>
      <span className={classes['what']}>
        <b>
          {isOpen
            ? t('card.owed', { when: moments.dayTime(promise.due_at, minute) })
            : t(`card.promise.${promise.how === 'merged' ? 'hand' : (promise.how ?? 'hand')}`)}
        </b>
        <small> {[who, why, harmless(promise.text)].filter(Boolean).join(' · ')}</small>
      </span>
      <small className={classes['time']}>
        {isLate && t('card.promise.late')}
        {promise.how === 'called' &&
          t(
            Date.parse(at) <= Date.parse(promise.due_at)
              ? 'card.promise.inTime'
              : 'card.promise.tooLate',
          )}
      </small>
    </div>
  );
}
