import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { costsQuery } from '@/api/gsm-queries';
import { useMe } from '@/app/context';
import { useMinute } from '@/ui/clock';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { money } from '@/ui/money';
import { usePlace } from '@/ui/place';
import { dayOf } from '@/ui/time';
import classes from './Costs.module.css';
import { monthBefore, monthsBack, monthWords } from './month';
import { isAdministrator } from './places';
import { Section } from './Section';

/** What each SIM card cost in a month. */
export function CostsPage() {
  const { t } = useTranslation();
  const { role } = useMe();
  const place = usePlace();
  const minute = useMinute();
  const [params, setParams] = useSearchParams();
  const current = dayOf(minute, place.zone).slice(0, 7);
  const asked = params.get('month') ?? '';
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? asked : current;
  const query = useQuery({
    ...costsQuery(month),
    enabled: isAdministrator(role),
    placeholderData: keepPreviousData,
  });
  const costs = query.data;
  const go = (next: string) =>
    setParams(next === current ? {} : { month: next }, { replace: true });
  const hasTariff = costs?.lines.some((line) => line.cents !== null) ?? false;
  const sum = (cents: number | null) =>
    cents === null ? '–' : money(cents, costs?.currency ?? 'BYN', place.language);
  return (
    <Section
      title={t('costs.title')}
      strict
      acts={
        <div className={classes['acts']}>
          <Button
            variant="default"
            aria-label={t('costs.before')}
            onClick={() => go(monthBefore(month))}
          >
            <Icon name="back" size={16} />
          </Button>
          <select
            aria-label={t('costs.month')}
            className={classes['month']}
            value={month}
            onChange={(event) => go(event.currentTarget.value)}
          >
            {monthsBack(current, month).map((one) => (
              <option key={one} value={one}>
                {monthWords(one, place.language)}
              </option>
            ))}
          </select>
          <Button
            component="a"
            href={`/api/v1/sims/costs?month=${month}&format=csv`}
            download={`costs-${month}.csv`}
            variant="default"
            leftSection={<Icon name="down" size={16} />}
          >
            CSV
          </Button>
        </div>
      }
    >
      <section className="v-card" aria-label={t('costs.title')} aria-busy={query.isFetching}>
        {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
        {costs && costs.lines.length === 0 && (
          <Empty title={t('costs.empty')}>
            <p>{t('costs.emptyText')}</p>
          </Empty>
        )}
        {costs && costs.lines.length > 0 && (
          <div className={classes['wide']}>
            <table className={classes['table']}>
              <thead>
                <tr>
                  <th scope="col">{t('costs.line')}</th>
                  <th scope="col">{t('costs.minutes')}</th>
                  <th scope="col">{t('costs.free')}</th>
                  <th scope="col">SMS</th>
                  <th scope="col">{t('costs.talks')}</th>
                  <th scope="col">{t('costs.fee')}</th>
                  <th scope="col">{t('costs.sum')}</th>
                  <th scope="col">{t('costs.forecast')}</th>
                </tr>
              </thead>
              <tbody>
                {costs.lines.map((line) => (
                  <tr key={line.line}>
                    <th scope="row">
                      <Link to={`/sims/${encodeURIComponent(line.line)}`}>{line.name}</Link>
                      <small>{line.operator}</small>
                    </th>
                    <td data-label={t('costs.minutes')}>{line.minutes}</td>
                    <td data-label={t('costs.free')}>{line.free_minutes_left ?? '–'}</td>
                    <td data-label="SMS">{line.sms}</td>
                    <td data-label={t('costs.talks')}>
                      {sum(line.cents === null ? null : line.cents - (line.fee ?? 0))}
                    </td>
                    <td data-label={t('costs.fee')}>{sum(line.fee)}</td>
                    <td data-label={t('costs.sum')}>
                      <b>{sum(line.cents)}</b>
                    </td>
                    <td data-label={t('costs.forecast')}>
                      {line.forecast === null ? '–' : sum(line.forecast)}
                    </td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row" colSpan={6}>
                    {t('costs.total')}
                  </th>
                  <td data-label={t('costs.total')}>
                    <b data-testid="total">{sum(hasTariff ? costs.total : null)}</b>
                  </td>
                  <td />
                </tr>
              </tfoot>
            </table>
          </div>
        )}
      </section>
      <p className={classes['note']}>{t('costs.note')}</p>
    </Section>
  );
}
