import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Report } from '@/api/reports';
import { useMe } from '@/app/context';
import { isAdministrator } from '@/features/gsm/places';
import { usePlace } from '@/ui/place';
import { Card } from './Card';
import { Before, Figure } from './Figure';
import { callsPath } from './period';
import classes from './Reports.module.css';
import { seconds } from './tell';

const COUNTERS = [
  'came',
  'answered',
  'missed',
  'back',
  'himself',
  'open',
  'closed',
  'hidden',
  'turned',
  'went',
  'got',
  'inside',
] as const;
const INNER: readonly string[] = ['back', 'himself', 'open', 'closed', 'hidden', 'got'];

/** Every number of the period beside that of the one before. */
export function Totals({ report }: { report: Report }) {
  const { t } = useTranslation();
  const { role } = useMe();
  const { now, before } = report.total;
  const answered = now['answered'] ?? 0;
  const number = new Intl.NumberFormat(usePlace().language);
  return (
    <Card
      title={t('reports.totals')}
      table={
        <table className={classes['totals']}>
          <tbody>
            {COUNTERS.map((counter) => (
              <tr key={counter} data-inner={INNER.includes(counter)}>
                <th scope="row">{t(`reports.count.${counter}`)}</th>
                <td data-testid={`total-${counter}`}>
                  <Figure
                    value={now[counter] ?? 0}
                    to={callsPath(report.first, report.last, report.filters[counter] ?? '')}
                    label={t(`reports.count.${counter}`)}
                  />
                </td>
                <td>
                  <Before text={number.format(before?.[counter] ?? 0)} />
                </td>
              </tr>
            ))}
            <tr>
              <th scope="row">{t('reports.talk')}</th>
              <td>{seconds(now['talk'] ?? 0, t)}</td>
              <td>
                <Before text={seconds(before?.['talk'] ?? 0, t)} />
              </td>
            </tr>
            {answered > 0 && (
              <tr>
                <th scope="row">{t('reports.wait')}</th>
                <td>{seconds((now['wait'] ?? 0) / answered, t)}</td>
                <td>
                  {before?.['answered'] ? (
                    <Before text={seconds((before['wait'] ?? 0) / before['answered'], t)} />
                  ) : null}
                </td>
              </tr>
            )}
            {isAdministrator(role) && !report.is_limited && (
              <tr>
                <th scope="row">{t('reports.costs')}</th>
                <td colSpan={2}>
                  <Link to={`/costs?month=${report.last.slice(0, 7)}`}>
                    {t('reports.costsOpen')}
                  </Link>
                </td>
              </tr>
            )}
          </tbody>
        </table>
      }
    />
  );
}
