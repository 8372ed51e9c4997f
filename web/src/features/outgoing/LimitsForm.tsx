import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Office } from '@/api/types';
import { useMe } from '@/app/context';
import { Panel } from '@/features/gsm/Panel';
import { Figure, isBetween } from '@/features/office/Figure';
import styles from '@/features/office/Office.module.css';
import { PartActs } from '@/features/office/PartActs';
import { type Faults, type PartForm, usePart } from '@/features/office/part';
import { diallingQuery } from '@/features/office/queries';
import { Countries } from './RouteForm';

/** What the whole company may spend: limits against fraud, and what is opened by hand (P20). */
export function LimitsForm({ office }: { office: Office }) {
  const { t } = useTranslation();
  const { id: account } = useMe();
  const figure = (least: number, most: number) => t('office.bad.figure', { least, most });
  const form = usePart({
    section: 'policy',
    name: '',
    saved: office.policy,
    version: office.version,
    account,
    fields: ['limits'],
    only: ['limits'],
    check: ({ limits }): Faults => ({
      ...(isBetween(limits.person_minutes, 1, 1440)
        ? {}
        : { 'limits/person_minutes': figure(1, 1440) }),
      ...(isBetween(limits.line_minutes, 1, 14_400)
        ? {}
        : { 'limits/line_minutes': figure(1, 14_400) }),
      ...(isBetween(limits.call_minutes, 1, 1440)
        ? {}
        : { 'limits/call_minutes': figure(1, 1440) }),
      ...(isBetween(limits.longest_wait, 30, 7200)
        ? {}
        : { 'limits/longest_wait': figure(30, 7200) }),
      ...(isBetween(limits.abroad_minutes, 0, 1440)
        ? {}
        : { 'limits/abroad_minutes': figure(0, 1440) }),
    }),
  });
  const { limits } = form.value;
  const change = (next: Partial<typeof limits>) => form.change({ limits: { ...limits, ...next } });
  return (
    <Panel title={t('office.limit.title')}>
      <form
        className={styles['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.save();
        }}
      >
        <div className={styles['halves']}>
          <fieldset>
            <legend>{t('office.limit.minutes')}</legend>
            <p className="v-mute">{t('office.limit.lead')}</p>
            <Figure
              label={t('office.limit.person')}
              unit={t('office.unit.minutes')}
              empty={t('office.out.noLimit')}
              value={limits.person_minutes ?? null}
              error={form.at('limits/person_minutes')}
              onChange={(person_minutes) => change({ person_minutes })}
            />
            <Figure
              label={t('office.limit.line')}
              unit={t('office.unit.minutes')}
              empty={t('office.out.noLimit')}
              value={limits.line_minutes ?? null}
              error={form.at('limits/line_minutes')}
              onChange={(line_minutes) => change({ line_minutes })}
            />
            <Figure
              label={t('office.limit.call')}
              unit={t('office.unit.minutes')}
              value={limits.call_minutes}
              error={form.at('limits/call_minutes')}
              onChange={(minutes) => change({ call_minutes: minutes ?? Number.NaN })}
            />
            <Figure
              label={t('office.wait.longest')}
              hint={t('office.wait.text')}
              unit={t('office.unit.seconds')}
              value={limits.longest_wait}
              error={form.at('limits/longest_wait')}
              onChange={(longest) => change({ longest_wait: longest ?? Number.NaN })}
            />
          </fieldset>
          <Opened form={form} />
        </div>
        <PartActs form={form} />
      </form>
    </Panel>
  );
}

function Opened({ form }: { form: PartForm<Office['policy']> }) {
  const { t } = useTranslation();
  const dialling = useQuery(diallingQuery).data;
  const { limits } = form.value;
  const change = (next: Partial<typeof limits>) => form.change({ limits: { ...limits, ...next } });
  const isOpen = limits.abroad_minutes > 0 || Number.isNaN(limits.abroad_minutes);
  return (
    <fieldset>
      <legend>{t('office.limit.opened')}</legend>
      <p className="v-mute">{t('office.limit.why')}</p>
      <Switch
        label={t('office.limit.abroad')}
        description={t('office.limit.abroadText')}
        checked={isOpen}
        onChange={(event) => change({ abroad_minutes: event.currentTarget.checked ? 30 : 0 })}
      />
      {isOpen && (
        <>
          <Figure
            label={t('office.limit.abroadMinutes')}
            unit={t('office.unit.minutes')}
            value={limits.abroad_minutes}
            error={form.at('limits/abroad_minutes')}
            onChange={(minutes) => change({ abroad_minutes: minutes ?? Number.NaN })}
          />
          <Countries
            codes={dialling?.codes ?? []}
            chosen={limits.countries}
            empty={t('office.limit.noCountry')}
            onChange={(countries) => change({ countries })}
          />
        </>
      )}
      <Switch
        label={t('office.limit.premium')}
        description={t('office.limit.premiumText')}
        checked={limits.premium}
        onChange={(event) => change({ premium: event.currentTarget.checked })}
      />
    </fieldset>
  );
}
