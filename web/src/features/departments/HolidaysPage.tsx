import { Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PublicDay, Singles } from '@/api/parts';
import type { Office } from '@/api/types';
import { useMe } from '@/app/context';
import { Panel } from '@/features/gsm/Panel';
import styles from '@/features/office/Office.module.css';
import { OfficePage, Waiting } from '@/features/office/OfficePage';
import { PartActs } from '@/features/office/PartActs';
import { type Faults, usePart } from '@/features/office/part';
import { calendarQuery } from '@/features/office/queries';
import { now } from '@/ui/clock';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { usePlace } from '@/ui/place';
import classes from './Holidays.module.css';

type Holidays = Singles['holidays'];
const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;

/** Days on which the office is closed, and days on which it works though others do not. */
export function HolidaysPage() {
  const { t } = useTranslation();
  return (
    <OfficePage title={t('office.title')}>
      {(office) => (
        <div className={styles['halves']}>
          <Own office={office} />
          <OfCountry office={office} />
        </div>
      )}
    </OfficePage>
  );
}

function useDay(): (iso: string) => string {
  const { language } = usePlace();
  const words = new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return (iso) => (/^\d{4}-\d\d-\d\d$/.test(iso) ? words.format(new Date(`${iso}T00:00Z`)) : iso);
}

function Own({ office }: { office: Office }) {
  const { t } = useTranslation();
  const { id: account } = useMe();
  const form = usePart({
    section: 'holidays',
    name: '',
    saved: office.holidays,
    version: office.version,
    account,
    fields: ['off', 'working'],
    check: (value): Faults => ({
      ...Object.fromEntries(
        value.off.flatMap((one, at) => {
          if (!one.name.trim()) return [[`off/${at}/name`, t('office.bad.name')]];
          if (!one.day) return [[`off/${at}/day`, t('office.bad.day')]];
          return one.to && one.to < one.day ? [[`off/${at}/to`, t('office.day.backwards')]] : [];
        }),
      ),
      ...Object.fromEntries(
        value.working.flatMap((one, at) =>
          one.day ? [] : [[`working/${at}/day`, t('office.bad.day')]],
        ),
      ),
    }),
  });
  const { value } = form;
  const day = useDay();
  const off = (at: number, next: Partial<Holidays['off'][number]>) =>
    form.change({ off: value.off.map((one, i) => (i === at ? { ...one, ...next } : one)) });
  const working = (at: number, next: Partial<Holidays['working'][number]>) =>
    form.change({ working: value.working.map((one, i) => (i === at ? { ...one, ...next } : one)) });
  return (
    <Panel title={t('office.day.own')}>
      <form
        className={styles['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.save();
        }}
      >
        <p className="v-mute">{t('office.day.lead')}</p>
        <Switch
          label={t('office.day.public')}
          checked={value.public}
          onChange={(event) => form.change({ public: event.currentTarget.checked })}
        />
        <fieldset>
          <legend>{t('office.day.off')}</legend>
          {value.off.length === 0 && <p className="v-mute">{t('office.day.noOff')}</p>}
          {value.off.map((one, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a day in the form is its place
            <div key={at} className={classes['off']}>
              <TextInput
                label={t('office.day.name')}
                placeholder={t('office.day.nameExample')}
                maxLength={80}
                value={one.name}
                error={form.at(`off/${at}/name`)}
                onChange={(event) => off(at, { name: event.currentTarget.value })}
              />
              <TextInput
                type="date"
                label={t('office.day.from')}
                value={one.day}
                error={form.at(`off/${at}/day`)}
                onChange={(event) => off(at, { day: event.currentTarget.value })}
              />
              <TextInput
                type="date"
                label={t('office.day.to')}
                value={one.to ?? ''}
                min={one.day}
                error={form.at(`off/${at}/to`)}
                onChange={(event) => off(at, { to: event.currentTarget.value || null })}
              />
              <Gone
                what={one.name || day(one.day)}
                onClick={() =>
                  form.remove(
                    one.name || day(one.day),
                    { off: value.off.toSpliced(at, 1) },
                    (then) => ({ ...then, off: then.off.toSpliced(at, 0, one) }),
                  )
                }
              />
            </div>
          ))}
          <div>
            <Button
              variant="default"
              onClick={() => form.change({ off: [...value.off, { day: '', to: null, name: '' }] })}
            >
              {t('office.day.addOff')}
            </Button>
          </div>
        </fieldset>
        <fieldset>
          <legend>{t('office.day.working')}</legend>
          {value.working.length === 0 && <p className="v-mute">{t('office.day.noWorking')}</p>}
          {value.working.map((one, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a day in the form is its place
            <div key={at} className={classes['working']}>
              <TextInput
                type="date"
                label={t('office.day.which')}
                value={one.day}
                error={form.at(`working/${at}/day`)}
                onChange={(event) => working(at, { day: event.currentTarget.value })}
              />
              <NativeSelect
                label={t('office.day.like')}
                value={one.like}
                onChange={(event) => working(at, { like: Number(event.currentTarget.value) })}
              >
                {WEEK.map((weekday) => (
                  <option key={weekday} value={weekday}>
                    {t(`office.weekday.${weekday}`)}
                  </option>
                ))}
              </NativeSelect>
              <Gone
                what={day(one.day)}
                onClick={() =>
                  form.remove(
                    day(one.day),
                    { working: value.working.toSpliced(at, 1) },
                    (then) => ({ ...then, working: then.working.toSpliced(at, 0, one) }),
                  )
                }
              />
            </div>
          ))}
          <div>
            <Button
              variant="default"
              onClick={() => form.change({ working: [...value.working, { day: '', like: 5 }] })}
            >
              {t('office.day.addWorking')}
            </Button>
          </div>
        </fieldset>
        <PartActs form={form} />
      </form>
    </Panel>
  );
}

function Gone({ what, onClick }: { what: string; onClick(): void }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={classes['gone']}
      aria-label={t('office.order.remove', { what })}
      onClick={onClick}
    >
      <Icon name="close" size={15} />
    </button>
  );
}

function OfCountry({ office }: { office: Office }) {
  const { t } = useTranslation();
  const { language } = usePlace();
  const thisYear = new Date(now()).getFullYear();
  const [year, setYear] = useState(thisYear);
  const days = useQuery(calendarQuery(year, language));
  const day = useDay();
  const country = new Intl.DisplayNames([language], { type: 'region' });
  const words = (one: PublicDay) =>
    one.like === null
      ? one.name || t('office.day.closed')
      : t('office.day.worked', { like: t(`office.weekday.${one.like as 1}`) });
  return (
    <Panel
      title={t('office.day.country', { country: country.of(office.company.country) })}
      note={office.holidays.public ? undefined : t('office.day.notCounted')}
    >
      <div className={styles['text']}>
        <NativeSelect
          aria-label={t('office.day.year')}
          value={year}
          onChange={(event) => setYear(Number(event.currentTarget.value))}
        >
          {[thisYear, thisYear + 1, thisYear + 2].map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </NativeSelect>
        {days.isPending && <Waiting />}
        {days.isError && <Failure error={days.error} retry={() => void days.refetch()} />}
        {days.data?.length === 0 && <p className="v-mute">{t('office.day.noneKnown')}</p>}
        {days.data && days.data.length > 0 && (
          <ul className={classes['days']}>
            {days.data.map((one) => (
              <li key={one.day} data-worked={one.like !== null}>
                <span>{day(one.day)}</span>
                <span>{words(one)}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}
