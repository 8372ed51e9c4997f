import { useTranslation } from 'react-i18next';
import { minus } from '@/ui/money';
import classes from './Sims.module.css';

/** Signal as four bars; heard as words. `dbm` null: the gateway does not tell. */
export function Bars({ bars, dbm }: { bars: number | null; dbm: number | null }) {
  const { t } = useTranslation();
  const words =
    bars === null
      ? t('sims.signalUnknown')
      : t('sims.signalIs', { bars, dbm: dbm === null ? '–' : minus(dbm) });
  return (
    <span className={classes['bars']} title={words} data-bars={bars ?? 'none'}>
      {[1, 2, 3, 4].map((n) => (
        <i key={n} data-on={bars !== null && n <= bars} style={{ height: 3 + n * 3 }} />
      ))}
      <span className="v-hidden">{words}</span>
    </span>
  );
}
