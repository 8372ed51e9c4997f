import { useTranslation } from 'react-i18next';
import type { Report } from '@/api/reports';
import { Empty } from '@/ui/Empty';
import { Card } from './Card';
import { Figure } from './Figure';
import { callsPath } from './period';
import classes from './Reports.module.css';
import { seconds } from './tell';

const COUNTERS = ['came', 'went', 'got', 'missed'] as const;

/** Who took, who called, who did not lift a phone that rang. */
export function PeopleTab({ report }: { report: Report }) {
  const { t } = useTranslation();
  const most = Math.max(1, ...report.people.map((row) => row.now['talk'] ?? 0));
  if (report.people.length === 0)
    return (
      <section className="v-card">
        <Empty title={t('reports.nobody')} />
      </section>
    );
  return (
    <Card
      title={t('reports.people')}
      note={t('reports.peopleNote')}
      table={
        <table>
          <thead>
            <tr>
              <th scope="col">{t('reports.employee')}</th>
              {COUNTERS.map((counter) => (
                <th scope="col" key={counter}>
                  {t(`reports.person.${counter}`)}
                </th>
              ))}
              <th scope="col">{t('reports.average')}</th>
              <th scope="col">{t('reports.talk')}</th>
            </tr>
          </thead>
          <tbody>
            {report.people.map((row) => {
              const talk = row.now['talk'] ?? 0;
              const talks = (row.now['came'] ?? 0) + (row.now['got'] ?? 0);
              return (
                <tr key={row.key}>
                  <th scope="row">
                    {row.name} <small>{row.key}</small>
                  </th>
                  {COUNTERS.map((counter) => (
                    <td key={counter}>
                      <Figure
                        value={row.now[counter] ?? 0}
                        to={callsPath(
                          report.first,
                          report.last,
                          (report.people_filters[counter] ?? '').replace('{key}', row.key),
                        )}
                        label={`${row.name}, ${t(`reports.person.${counter}`)}`}
                      />
                    </td>
                  ))}
                  <td>{talks ? seconds(talk / talks, t) : '–'}</td>
                  <td className={classes['bar']}>
                    <span>{seconds(talk, t)}</span>
                    <i style={{ width: `${(talk / most) * 100}%` }} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      }
    />
  );
}
