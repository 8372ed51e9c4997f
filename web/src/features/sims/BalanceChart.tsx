import { useTranslation } from 'react-i18next';
import type { BalancePoint } from '@/api/gsm';
import { useMinute } from '@/ui/clock';
import { money } from '@/ui/money';
import { useMoments, usePlace } from '@/ui/place';
import { dayOf } from '@/ui/time';
import { chartOf, HEIGHT, WIDTH } from './chart';
import classes from './Sim.module.css';

type Props = { points: BalancePoint[]; limit: number | null; currency: string };

/** The balance as steps: it stays as it was until the next time it was asked for. */
export function BalanceChart({ points, limit, currency }: Props) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const { language, zone } = usePlace();
  const first = points[0];
  const last = points.at(-1);
  if (points.length < 2 || !first || !last) {
    return <p className={classes['noChart']}>{t('sims.noChart')}</p>;
  }
  const isOneDay = dayOf(Date.parse(first.at), zone) === dayOf(Date.parse(last.at), zone);
  const when = (at: string) => (isOneDay ? moments.time(at) : moments.day(at, minute));
  const chart = chartOf(points, limit);
  const words = t('sims.chart', {
    from: when(first.at),
    first: money(first.cents, currency, language),
    to: when(last.at),
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
        <small>{when(first.at)}</small>
        <small>{when(last.at)}</small>
      </figcaption>
    </figure>
  );
}
