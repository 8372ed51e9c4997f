import { useTranslation } from 'react-i18next';
import type { Report, ReportRow } from '@/api/reports';
import { Card } from './Card';
import { Figure } from './Figure';
import { callsPath } from './period';
import { percent, seconds } from './tell';

const COUNTERS = ['came', 'answered', 'missed', 'open', 'went'] as const;

/** Departments, lines or sources beside each other. */
export function RowsCard(props: { report: Report; title: string; rows: readonly ReportRow[] }) {
  const { t } = useTranslation();
  const { report, title, rows } = props;
  if (rows.length === 0) return null;
  return (
    <Card
      title={title}
      table={
        <table>
          <thead>
            <tr>
              <th scope="col">{t('reports.name')}</th>
              {COUNTERS.map((counter) => (
                <th scope="col" key={counter}>
                  {t(`reports.short.${counter}`)}
                </th>
              ))}
              <th scope="col">{t('reports.answeredShare')}</th>
              <th scope="col">{t('reports.talk')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{row.name}</th>
                {COUNTERS.map((counter) => (
                  <td key={counter}>
                    <Figure
                      value={row.now[counter] ?? 0}
                      to={callsPath(
                        report.first,
                        report.last,
                        row.where,
                        report.filters[counter] ?? '',
                      )}
                      label={`${row.name}, ${t(`reports.count.${counter}`)}`}
                    />
                  </td>
                ))}
                <td>{percent(row.now['answered'] ?? 0, row.now['came'] ?? 0)}</td>
                <td>{seconds(row.now['talk'] ?? 0, t)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
}
