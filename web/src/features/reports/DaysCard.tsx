import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Report } from '@/api/reports';
import { usePlace } from '@/ui/place';
import { Card } from './Card';
import { Chart } from './Chart';
import { Figure } from './Figure';
import { callsPath } from './period';

const SHOWN = [
  { counter: 'answered', color: '--v-talk-bar' },
  { counter: 'missed', color: '--v-miss-bar' },
  { counter: 'went', color: '--v-hold-bar' },
] as const;

/** Calls by day; of a long period by week or month. */
export function DaysCard({ report }: { report: Report }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const { language } = usePlace();
  const format = new Intl.DateTimeFormat(language, {
    timeZone: 'UTC',
    ...(report.step === 'month'
      ? { month: 'short', year: '2-digit' }
      : { day: 'numeric', month: 'short' }),
  });
  const name = (day: string) => format.format(Date.parse(day));
  const names = report.days.map((row) => name(row.first));
  const to = (place: number, counter: string) => {
    const row = report.days[place];
    return row ? callsPath(row.first, row.last, report.filters[counter] ?? '') : '/calls';
  };
  if (report.days.length < 2) return null;
  return (
    <Card
      title={t(
        `reports.by.${report.step === 'month' ? 'month' : report.step === 'week' ? 'week' : 'day'}`,
      )}
      chart={
        <Chart
          label={t('reports.chartOf', { title: t('reports.by.day') })}
          names={names}
          stacked
          series={SHOWN.map(({ counter, color }) => ({
            name: t(`reports.count.${counter}`),
            color,
            values: report.days.map((row) => row.now[counter] ?? 0),
          }))}
          onPick={(place, series) => void go(to(place, SHOWN[series]?.counter ?? 'came'))}
        />
      }
      table={
        <table>
          <thead>
            <tr>
              <th scope="col">{t('reports.when')}</th>
              {SHOWN.map(({ counter }) => (
                <th scope="col" key={counter}>
                  {t(`reports.count.${counter}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.days.map((row, place) => (
              <tr key={row.first}>
                <th scope="row">{names[place]}</th>
                {SHOWN.map(({ counter }) => (
                  <td key={counter}>
                    <Figure
                      value={row.now[counter] ?? 0}
                      to={to(place, counter)}
                      label={`${names[place]}, ${t(`reports.count.${counter}`)}`}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
}
