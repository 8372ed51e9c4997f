import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type GroupPlan, plannerQuery } from '@/api/reports';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { money } from '@/ui/money';
import { usePlace } from '@/ui/place';
import { Advice } from './Advice';
import { Card } from './Card';
import classes from './Reports.module.css';
import { HARDLY, weekly } from './tell';

/** How many lines are enough: by operator, out of the office's own calls. */
export function LinesTab() {
  const { t } = useTranslation();
  const query = useQuery(plannerQuery);
  if (query.isError)
    return (
      <section className="v-card">
        <Failure error={query.error} retry={() => void query.refetch()} />
      </section>
    );
  if (!query.data)
    return (
      <p className={classes['note']} role="status">
        {t('reports.lines.counting')}
      </p>
    );
  if (query.data.groups.length === 0)
    return (
      <section className="v-card">
        <Empty title={t('reports.lines.none')}>
          <p>{t('reports.lines.noneText')}</p>
        </Empty>
      </section>
    );
  const busy = query.data.groups.filter(used);
  const idle = query.data.groups.filter((group) => !used(group));
  return (
    <>
      <p className={classes['note']}>
        {t('reports.lines.intro', { count: Math.max(1, Math.round(busy[0]?.plan.weeks ?? 1)) })}
      </p>
      {busy.map((group) => (
        <GroupCard key={`${group.kind} ${group.operator}`} group={group} />
      ))}
      {idle.length > 0 && (
        <p className={classes['note']}>
          {t('reports.lines.idle', { names: idle.map((group) => group.operator).join(', ') })}
        </p>
      )}
      <p className={classes['note']}>{t('reports.lines.how')}</p>
    </>
  );
}

function used(group: GroupPlan): boolean {
  return group.plan.came + group.plan.went + group.plan.refused > 0;
}

function GroupCard({ group }: { group: GroupPlan }) {
  const { t } = useTranslation();
  const { language } = usePlace();
  const { plan } = group;
  const present = plan.forecasts.find((one) => one.lines === plan.lines);
  const day = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  const number = (value: number) => weekly(value, language, t);
  const about = (value: number) =>
    value > 0 && value < HARDLY ? number(value) : `≈ ${number(value)}`;
  return (
    <Card
      title={`${group.operator} · ${t('reports.lines.count', { count: plan.lines })}`}
      note={group.names.join(', ')}
      chart={
        <div className={classes['advice']}>
          <Advice group={group} />
          <p>
            {t('reports.lines.traffic', {
              came: number(plan.came),
              went: number(plan.went),
              handed: number(group.handed),
            })}{' '}
            {plan.busy_hour &&
              t('reports.lines.busyHour', {
                day: day.format(Date.UTC(2026, 0, 4 + plan.busy_hour.weekday)),
                from: plan.busy_hour.hour,
                to: plan.busy_hour.hour + 1,
                erlangs: new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(
                  plan.busy_hour.erlangs,
                ),
                needed: plan.busy_hour.needed,
              })}
          </p>
          {!group.is_chained && <p data-warn="true">{t('reports.lines.unchained')}</p>}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
          <div className={classes['wide']} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('reports.lines.lines')}</th>
                  <th scope="col">{t('reports.lines.lostIn')}</th>
                  <th scope="col">{t('reports.lines.lostOut')}</th>
                  <th scope="col">{t('reports.lines.blocked')}</th>
                  <th scope="col">{t('reports.lines.fee')}</th>
                </tr>
              </thead>
              <tbody>
                {plan.forecasts.map((one) => (
                  <tr key={one.lines} data-now={one === present}>
                    <th scope="row">
                      {one.lines}
                      {one === present && <small> {t('reports.lines.now')}</small>}
                    </th>
                    <td>{about(one.lost_in)}</td>
                    <td>{one === present ? number(one.lost_out) : about(one.lost_out)}</td>
                    <td>
                      {new Intl.NumberFormat(language, {
                        style: 'percent',
                        maximumFractionDigits: 1,
                      }).format(one.blocked)}
                    </td>
                    <td>
                      {group.fee === null || one === present
                        ? '–'
                        : `${one.lines > plan.lines ? '+' : '−'}${money(
                            Math.abs(one.lines - plan.lines) * group.fee,
                            group.currency,
                            language,
                          )}`}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
      }
      more={t('reports.lines.about')}
      table={<p>{t('reports.lines.details', { weeks: Math.round(plan.weeks) })}</p>}
    />
  );
}
