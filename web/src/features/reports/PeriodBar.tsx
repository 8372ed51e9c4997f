import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/ui/Icon';
import { named, PERIODS, type Period } from './period';
import classes from './Reports.module.css';

type Props = { period: Period; today: string; onChange(period: Period): void };

/** The days that are reported of, and ways to take the report along. */
export function PeriodBar({ period, today, onChange }: Props) {
  const { t } = useTranslation();
  const { first, last } = period;
  const file = (form: string) => `/api/v1/reports/export?first=${first}&last=${last}&form=${form}`;
  return (
    <div className={classes['period']}>
      <select
        aria-label={t('reports.period.label')}
        value={period.name}
        onChange={(event) => {
          const name = PERIODS.find((one) => one === event.currentTarget.value);
          onChange(name ? named(name, today) : { ...period, name: 'days' });
        }}
      >
        {PERIODS.map((one) => (
          <option key={one} value={one}>
            {t(`reports.period.${one}`)}
          </option>
        ))}
        <option value="days">{t('reports.period.days')}</option>
      </select>
      {period.name === 'days' && (
        <>
          <input
            type="date"
            aria-label={t('reports.period.first')}
            value={first}
            max={last}
            onChange={(event) => {
              const day = event.currentTarget.value;
              if (day && day <= last) onChange({ ...period, first: day });
            }}
          />
          <input
            type="date"
            aria-label={t('reports.period.last')}
            value={last}
            min={first}
            max={today}
            onChange={(event) => {
              const day = event.currentTarget.value;
              if (day && day >= first) onChange({ ...period, last: day });
            }}
          />
        </>
      )}
      {(['pdf', 'xlsx'] as const).map((form) => (
        <Button
          key={form}
          component="a"
          href={file(form)}
          download
          variant="default"
          leftSection={<Icon name="down" size={16} />}
        >
          {form === 'pdf' ? 'PDF' : 'Excel'}
        </Button>
      ))}
    </div>
  );
}
