import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { officeQuery } from '@/api/queries';
import { type CompanyDocument, startCompany } from '@/api/start';
import { usePublish } from '@/features/gsm/publish';
import { useProblem } from '@/ui/problem';
import classes from './Start.module.css';
import type { StepProps } from './StartPage';
import { COUNTRIES, type Country } from './typed';

/** Who the office is: its name, country, and the language in which it speaks to callers. */
export function CompanyStep({ start, run, onNext }: StepProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const office = useQuery(officeQuery);
  const save = usePublish((company: CompanyDocument) => startCompany(company));
  const [tried, setTried] = useState(false);
  const held = office.data?.company;
  if (!held && !run.typed.company) return <p className={classes['wait']}>{t('start.waiting')}</p>;
  const fields = run.typed.company ?? {
    name: start.version === 0 && held?.name === 'Vochi' ? '' : (held?.name ?? ''),
    country: held?.country ?? 'BY',
    area: held?.area_code ?? '17',
    language: held?.language ?? 'ru',
    zone: held?.time_zone ?? 'Europe/Minsk',
  };
  const change = (next: Partial<typeof fields>) => run.type({ company: { ...fields, ...next } });
  const bad = {
    name: fields.name.trim() ? null : t('start.bad.needed'),
    area: /^\d{0,5}$/.test(fields.area.trim()) ? null : t('start.bad.area'),
    zone: fields.zone.trim() ? null : t('start.bad.needed'),
  };
  return (
    <form
      className={classes['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (Object.values(bad).some(Boolean)) return;
        save.mutate(
          {
            name: fields.name.trim(),
            country: fields.country,
            area_code: fields.area.trim(),
            language: fields.language as CompanyDocument['language'],
            time_zone: fields.zone.trim(),
          },
          { onSuccess: () => void run.refresh().then(onNext) },
        );
      }}
    >
      <TextInput
        label={t('start.company.name')}
        maxLength={80}
        value={fields.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={tried && bad.name}
      />
      <div className={classes['pair']}>
        <NativeSelect
          label={t('start.company.country')}
          value={fields.country}
          onChange={(event) => {
            const country = event.currentTarget.value as Country;
            change({ country, ...COUNTRIES[country] });
          }}
        >
          {(Object.keys(COUNTRIES) as Country[]).map((country) => (
            <option key={country} value={country}>
              {t(`start.country.${country}`)}
            </option>
          ))}
        </NativeSelect>
        <TextInput
          label={t('start.company.area')}
          inputMode="numeric"
          value={fields.area}
          onChange={(event) => change({ area: event.currentTarget.value })}
          error={tried && bad.area}
        />
        <NativeSelect
          label={t('start.company.language')}
          value={fields.language}
          onChange={(event) => change({ language: event.currentTarget.value })}
          data={(['ru', 'be', 'en'] as const).map((one) => ({
            value: one,
            label: t(`start.language.${one}`),
          }))}
        />
        <TextInput
          label={t('start.company.zone')}
          list="zones"
          value={fields.zone}
          onChange={(event) => change({ zone: event.currentTarget.value })}
          error={tried && bad.zone}
        />
        <datalist id="zones">
          {Object.values(COUNTRIES).map(({ zone }) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </div>
      {save.error && (
        <p role="alert" className={classes['bad']}>
          {problem(save.error)}
        </p>
      )}
      <Button type="submit" loading={save.isPending} className={classes['main'] ?? ''}>
        {t('start.next')}
      </Button>
    </form>
  );
}
