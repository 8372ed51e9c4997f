import { useTranslation } from 'react-i18next';
import type { BalancePoint } from '@/api/gsm';
import { useMinute } from '@/ui/clock';
import { money } from '@/ui/money';
import { useMoments, usePlace } from '@/ui/place';
import { chartOf, HEIGHT, WIDTH } from './chart';
import classes from './Sim.module.css';

type Props = { points: BalancePoint[]; limit: number | null; currency: string };

/** The balance as steps: it stays as it was until the next time it was asked for. */
export function BalanceChart({ points, limit, currency }: Props) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const { language } = usePlace();
  const first = points[0];
  const last = points.at(-1);
  if (points.length < 2 || !first || !last) {
    return <p className={classes['noChart']}>{t('sims.noChart')}</p>;
  }
  const chart = chartOf(points, limit);
  const words = t('sims.chart', {
    from: moments.day(first.at, minute),
    first: money(first.cents, currency, language),
    to: moments.day(last.at, minute),
    last: money(last.cents, currency, language),
  });
  return (
    <figure className={classes['chart']}>
      <div>
        <small>{money(chart.most, currency, language)}</small>
        <small>{money(chart.least, currency, language)}</small>
      </div>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words}
      >
        <path d={chart.area} className={classes['area']} />
        {chart.limit !== null && (
          <path d={`M0 ${chart.limit}H${WIDTH}`} className={classes['limit']} />
        )}
        <path d={chart.line} className={classes['line']} />
      </svg>
      <figcaption>
        <small>{moments.day(first.at, minute)}</small>
        <small>{moments.day(last.at, minute)}</small>
      </figcaption>
    </figure>
  );
}
