import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Report } from '@/api/reports';
import { Before } from './Figure';
import { callsPath } from './period';
import classes from './Reports.module.css';
import { percent, seconds } from './tell';

/** The three figures that matter in the evening. */
export function Headline({ report }: { report: Report }) {
  const { t } = useTranslation();
  const { now, before } = report.total;
  const open = now['open'] ?? 0;
  const to = (counter: string) =>
    callsPath(report.first, report.last, report.filters[counter] ?? '');
  const told = { answered: now['answered'] ?? 0, came: now['came'] ?? 0 };
  return (
    <section className={classes['headline']} aria-label={t('reports.first')}>
      <Link to={to('open')} className={classes['big']} data-bad={open > 0} data-testid="open">
        <span>{t('reports.open')}</span>
        <b>{open}</b>
        <Before text={String(before?.['open'] ?? 0)} />
      </Link>
      <Link to={to('answered')} className={classes['big']} data-testid="answered">
        <span>{t('reports.answeredShare')}</span>
        <b>{percent(told.answered, told.came)}</b>
        <small className={classes['before']}>
          {t('reports.ofCame', told)} ·{' '}
          {t('reports.before', { text: percent(before?.['answered'] ?? 0, before?.['came'] ?? 0) })}
        </small>
      </Link>
      {report.slowest ? (
        <Link to={`/calls/${report.slowest.call}`} className={classes['big']} data-testid="slowest">
          <span>{t('reports.slowest')}</span>
          <b>{seconds(report.slowest.seconds, t)}</b>
          <small className={classes['before']}>{t('reports.slowestText')}</small>
        </Link>
      ) : (
        <div className={classes['big']}>
          <span>{t('reports.slowest')}</span>
          <b>–</b>
        </div>
      )}
    </section>
  );
}
