import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { now } from './clock';
import { usePlace } from './place';
import { dayOf } from './time';

const DAY = 86_400_000;
/** Days back of the first and of the last day. */
const SPANS = { today: [0, 0], yesterday: [1, 1], week: [6, 0], month: [29, 0] } as const;
const NAMES = ['today', 'yesterday', 'week', 'month'] as const;

/** Calendar days of the company's zone, both included; '' is no bound. */
export type Days = { since: string; until: string };

/** The last `count` days with today. */
export function lastDays(count: number, zone: string): Days {
  return { since: dayOf(now() - (count - 1) * DAY, zone), until: dayOf(now(), zone) };
}

/** Days in words; fields of dates only for whoever wants days of his own. */
export function Span({ value, any, onChange }: SpanProps) {
  const { t } = useTranslation();
  const { zone } = usePlace();
  const at = (back: number) => dayOf(now() - back * DAY, zone);
  const named = NAMES.find(
    (one) => value.since === at(SPANS[one][0]) && value.until === at(SPANS[one][1]),
  );
  const isAny = any && !value.since && !value.until;
  const [isOwn, setOwn] = useState(!named && !isAny);
  const areOwn = !isAny && (isOwn || !named);
  const choose = (one: string) => {
    setOwn(one === 'days');
    const name = NAMES.find((each) => each === one);
    if (name) onChange({ since: at(SPANS[name][0]), until: at(SPANS[name][1]) });
    else if (one === 'days') onChange(isAny ? { since: at(0), until: at(0) } : value);
    else onChange({ since: '', until: '' });
  };
  return (
    <>
      <NativeSelect
        label={t('filter.period')}
        value={isAny ? '' : areOwn ? 'days' : named}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {any && <option value="">{t('filter.anyPeriod')}</option>}
        {[...NAMES, 'days' as const].map((one) => (
          <option key={one} value={one}>
            {t(`filter.periods.${one}`)}
          </option>
        ))}
      </NativeSelect>
      {areOwn && (
        <>
          <TextInput
            type="date"
            required={!any}
            withAsterisk={false}
            label={t('filter.since')}
            value={value.since}
            max={value.until}
            onChange={(event) => onChange({ ...value, since: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            required={!any}
            withAsterisk={false}
            label={t('filter.until')}
            value={value.until}
            min={value.since}
            onChange={(event) => onChange({ ...value, until: event.currentTarget.value })}
          />
        </>
      )}
    </>
  );
}

type SpanProps = {
  value: Days;
  /** Whether all time may be chosen. */
  any: boolean;
  onChange(days: Days): void;
};
