import { Button, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Hours } from '@/api/start';
import { Icon } from '@/ui/Icon';
import classes from './Start.module.css';
import { OFFICE_HOURS } from './typed';

const DAYS = [1, 2, 3, 4, 5, 6, 7];

type Props = { hours: Hours[]; onChange(hours: Hours[]): void };

/** Hours of work by days of the week; none at all are round the clock. */
export function HoursEditor({ hours, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const day = new Intl.DateTimeFormat(i18n.language, { weekday: 'short', timeZone: 'UTC' });
  const long = new Intl.DateTimeFormat(i18n.language, { weekday: 'long', timeZone: 'UTC' });
  // 2026-06-01 was a Monday.
  const name = (format: Intl.DateTimeFormat, number: number) =>
    format.format(Date.UTC(2026, 5, number));
  const change = (index: number, next: Partial<Hours>) =>
    onChange(hours.map((one, place) => (place === index ? { ...one, ...next } : one)));
  return (
    <div className={classes['hours']}>
      {hours.length === 0 && <p>{t('start.hours.always')}</p>}
      {hours.map((span, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: spans have no other identity
        <div key={index} className={classes['span']}>
          <fieldset>
            <legend className="v-hidden">{t('start.hours.days')}</legend>
            {DAYS.map((number) => {
              const on = span.days.includes(number);
              return (
                <button
                  key={number}
                  type="button"
                  aria-pressed={on}
                  aria-label={name(long, number)}
                  onClick={() => {
                    const days = on
                      ? span.days.filter((one) => one !== number)
                      : [...span.days, number].sort();
                    if (days.length > 0) change(index, { days });
                  }}
                >
                  {name(day, number)}
                </button>
              );
            })}
          </fieldset>
          <span className={classes['times']}>
            <TextInput
              type="time"
              aria-label={t('start.hours.since')}
              value={span.since}
              onChange={(event) => {
                if (event.currentTarget.value) change(index, { since: event.currentTarget.value });
              }}
            />
            <span aria-hidden="true">–</span>
            <TextInput
              type="time"
              aria-label={t('start.hours.to')}
              value={span.to === '24:00' ? '00:00' : span.to}
              onChange={(event) => {
                if (event.currentTarget.value) change(index, { to: event.currentTarget.value });
              }}
            />
            <Button
              variant="subtle"
              color="gray"
              aria-label={t('start.hours.drop')}
              onClick={() => onChange(hours.filter((_, place) => place !== index))}
            >
              <Icon name="close" size={16} />
            </Button>
          </span>
        </div>
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<Icon name="plus" size={14} />}
        onClick={() => onChange([...hours, hours.length === 0 ? OFFICE_HOURS : LATER])}
      >
        {t('start.hours.add')}
      </Button>
    </div>
  );
}

const LATER: Hours = { days: [6], since: '10:00', to: '15:00' };
