import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Report } from '@/api/reports';
import { Card } from './Card';
import { Chart } from './Chart';
import { Figure } from './Figure';
import { callsPath } from './period';
import { percent } from './tell';

type Props = { report: Report; counter: 'speed' | 'back'; title: string; names: string[] };

/** How fast: so many in each span of time. */
export function PartsCard({ report, counter, title, names }: Props) {
  const { t } = useTranslation();
  const go = useNavigate();
  const values = names.map((_, place) => report.total.now[`${counter}${place}`] ?? 0);
  const total = values.reduce((sum, value) => sum + value, 0);
  const to = (place: number) =>
    callsPath(report.first, report.last, report.filters[`${counter}${place}`] ?? '');
  if (!total) return null;
  return (
    <Card
      title={title}
      chart={
        <Chart
          label={t('reports.chartOf', { title })}
          names={names}
          series={[{ name: t('reports.calls'), color: '--v-acc', values }]}
          onPick={(place) => void go(to(place))}
        />
      }
      table={
        <table>
          <tbody>
            {names.map((name, place) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>
                  <Figure value={values[place] ?? 0} to={to(place)} label={`${title}, ${name}`} />
                </td>
                <td>{percent(values[place] ?? 0, total)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
}
