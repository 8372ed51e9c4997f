import { useTranslation } from 'react-i18next';
import type { LineState } from '@/api/types';
import { useCalls, useLive } from '@/app/context';
import { fullOperators } from '@/live/moves';
import classes from './Focus.module.css';

const NO_LINES: LineState[] = [];

/** Said before anybody tries (S17): to which operator's numbers a talk cannot be handed on now. */
export function LinesFull() {
  const { t } = useTranslation();
  const lines = useLive((state) => state.board?.lines ?? NO_LINES);
  const full = fullOperators(lines, useCalls());
  return (
    <p className={classes['full']} data-testid="lines-full">
      {full
        .map(({ operator, busy, who }) =>
          who.length > 0
            ? t('desk.full', { operator, busy, who: who.join(t('desk.or')) })
            : t('desk.fullUnknown', { operator }),
        )
        .join(' ')}
    </p>
  );
}
