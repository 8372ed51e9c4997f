import { NativeSelect, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Singles } from '@/api/parts';
import type { Office } from '@/api/types';
import { useMe } from '@/app/context';
import { Panel } from '@/features/gsm/Panel';
import styles from '@/features/office/Office.module.css';
import { OfficePage } from '@/features/office/OfficePage';
import { PartActs } from '@/features/office/PartActs';
import { type Faults, usePart } from '@/features/office/part';
import { usePlace } from '@/ui/place';

/** Countries whose numbering plans the box knows (`core.countries`). */
const COUNTRIES = ['BY', 'RU', 'KZ'] as const;
const SPEECH = ['ru', 'be', 'en'] as const;
const PLANS = ['extensions', 'departments', 'follow_me', 'conferences'] as const;
const DIRECTIONS = ['in', 'out', 'internal'] as const;

/** Who the company is, which numbers mean what, which calls are recorded. */
export function CompanyPage() {
  const { t } = useTranslation();
  return (
    <OfficePage title={t('office.title')}>
      {(office) => (
        <div className={styles['halves']}>
          <div className={styles['stack']}>
            <CompanyForm office={office} />
            <NumberingForm office={office} />
          </div>
          <RecordingForm office={office} />
        </div>
      )}
    </OfficePage>
  );
}

/** Zones of the countries that we know come first; the browser knows the others. */
function zones(own: string): string[] {
  const near = ['Europe/Minsk', 'Europe/Moscow', 'Asia/Almaty'];
  const all =
    typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [];
  return [...new Set([own, ...near, ...all])];
}

function CompanyForm({ office }: { office: Office }) {
  const { t } = useTranslation();
  const { language } = usePlace();
  const { id: account } = useMe();
  const country = new Intl.DisplayNames([language], { type: 'region' });
  const form = usePart({
    section: 'company',
    name: '',
    saved: office.company,
    version: office.version,
    account,
    fields: ['name', 'country', 'area_code', 'language', 'time_zone'],
    check: (value): Faults => ({
      ...(value.name.trim() ? {} : { name: t('office.bad.name') }),
      ...(/^\d{0,5}$/.test(value.area_code) ? {} : { area_code: t('office.bad.area') }),
    }),
  });
  const { value } = form;
  return (
    <Panel title={t('office.company.title')}>
      <form
        className={styles['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.save();
        }}
      >
        <TextInput
          label={t('office.company.name')}
          maxLength={80}
          value={value.name}
          error={form.at('name')}
          onChange={(event) => form.change({ name: event.currentTarget.value })}
        />
        <div className={styles['pair']}>
          <NativeSelect
            label={t('office.company.country')}
            value={value.country}
            error={form.at('country')}
            onChange={(event) => form.change({ country: event.currentTarget.value })}
          >
            {[...new Set([...COUNTRIES, value.country])].map((one) => (
              <option key={one} value={one}>
                {country.of(one)}
              </option>
            ))}
          </NativeSelect>
          <TextInput
            label={t('office.company.area')}
            description={t('office.company.areaText')}
            inputMode="numeric"
            maxLength={5}
            value={value.area_code}
            error={form.at('area_code')}
            onChange={(event) => form.change({ area_code: event.currentTarget.value.trim() })}
          />
        </div>
        <div className={styles['pair']}>
          <NativeSelect
            label={t('office.company.language')}
            description={t('office.company.languageText')}
            value={value.language}
            onChange={(event) =>
              form.change({ language: event.currentTarget.value as 'ru' | 'be' | 'en' })
            }
          >
            {SPEECH.map((one) => (
              <option key={one} value={one}>
                {t(`office.speech.${one}`)}
              </option>
            ))}
          </NativeSelect>
          <NativeSelect
            label={t('office.company.zone')}
            description={t('office.company.zoneText')}
            value={value.time_zone}
            error={form.at('time_zone')}
            onChange={(event) => form.change({ time_zone: event.currentTarget.value })}
          >
            {zones(value.time_zone).map((zone) => (
              <option key={zone} value={zone}>
                {zone}
              </option>
            ))}
          </NativeSelect>
        </div>
        {value.country !== office.company.country && (
          <p className={styles['warn']}>{t('office.company.countryWarns')}</p>
        )}
        <PartActs form={form} />
      </form>
    </Panel>
  );
}

function NumberingForm({ office }: { office: Office }) {
  const { t } = useTranslation();
  const { id: account } = useMe();
  const form = usePart({
    section: 'numbering',
    name: '',
    saved: office.numbering,
    version: office.version,
    account,
    fields: [...PLANS, 'length'],
    check: (value): Faults =>
      Object.fromEntries(
        PLANS.flatMap((kind) => {
          const good = value[kind].every((prefix) => /^[1-9]\d{0,3}$/.test(prefix));
          return good && value[kind].length > 0 ? [] : [[kind, t('office.bad.prefix')]];
        }),
      ),
  });
  const { value } = form;
  return (
    <Panel title={t('office.numbering.title')}>
      <form
        className={styles['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.save();
        }}
      >
        <p className="v-mute">{t('office.numbering.lead')}</p>
        <NativeSelect
          label={t('office.numbering.length')}
          value={value.length}
          error={form.at('length')}
          onChange={(event) =>
            form.change({ length: Number(event.currentTarget.value) as 2 | 3 | 4 | 5 })
          }
        >
          {[2, 3, 4, 5].map((length) => (
            <option key={length} value={length}>
              {t('office.numbering.digits', { count: length })}
            </option>
          ))}
        </NativeSelect>
        <div className={styles['pair']}>
          {PLANS.map((kind) => (
            <Prefixes
              key={kind}
              label={t(`office.plan.kind.${kind}`)}
              value={value[kind]}
              length={value.length}
              error={form.at(kind)}
              onChange={(prefixes) =>
                form.change({ [kind]: prefixes } as Partial<Singles['numbering']>)
              }
            />
          ))}
        </div>
        <PartActs form={form} />
      </form>
    </Panel>
  );
}

type PrefixProps = {
  label: string;
  value: string[];
  length: number;
  error: string | null;
  onChange(value: string[]): void;
};

/** First digits, apart by commas, and the numbers that they make: 1xx. */
function Prefixes({ label, value, length, error, onChange }: PrefixProps) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={label}
      description={t('office.numbering.makes', {
        plan: value.map((prefix) => prefix.padEnd(length, 'x')).join(', '),
      })}
      inputMode="numeric"
      maxLength={30}
      value={value.join(', ')}
      error={error}
      onChange={(event) =>
        onChange(
          event.currentTarget.value
            .split(',')
            .map((one) => one.trim())
            .filter((one, at, all) => one !== '' || (at === all.length - 1 && at > 0)),
        )
      }
      onBlur={() => onChange(value.filter(Boolean))}
    />
  );
}

function RecordingForm({ office }: { office: Office }) {
  const { t } = useTranslation();
  const { id: account } = useMe();
  const form = usePart({
    section: 'policy',
    name: '',
    saved: office.policy,
    version: office.version,
    account,
    fields: ['recording'],
    only: ['recording'],
  });
  const { recording } = form.value;
  const change = (next: Partial<typeof recording>) =>
    form.change({ recording: { ...recording, ...next } });
  const has = <T,>(list: T[], one: T, isOn: boolean): T[] =>
    isOn ? [...list.filter((it) => it !== one), one] : list.filter((it) => it !== one);
  return (
    <Panel title={t('office.recording.title')}>
      <form
        className={styles['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.save();
        }}
      >
        <fieldset>
          <legend>{t('office.recording.which')}</legend>
          {DIRECTIONS.map((one) => (
            <Switch
              key={one}
              label={t(`office.recording.of.${one}`)}
              checked={recording.directions.includes(one)}
              onChange={(event) =>
                change({ directions: has(recording.directions, one, event.currentTarget.checked) })
              }
            />
          ))}
          <p className="v-mute">{t('office.recording.text')}</p>
        </fieldset>
        <fieldset>
          <legend>{t('office.recording.notice')}</legend>
          {(['in', 'out'] as const).map((one) => (
            <Switch
              key={one}
              label={t(`office.recording.told.${one}`)}
              checked={recording.notice.includes(one)}
              onChange={(event) =>
                change({ notice: has(recording.notice, one, event.currentTarget.checked) })
              }
            />
          ))}
          {recording.notice.length > 0 && (
            <NativeSelect
              label={t('office.recording.prompt')}
              value={recording.notice_prompt ?? ''}
              error={form.at('recording/notice_prompt')}
              onChange={(event) => change({ notice_prompt: event.currentTarget.value || null })}
            >
              <option value="">{t('office.recording.usual')}</option>
              {office.prompts.map((prompt) => (
                <option key={prompt.id} value={prompt.id}>
                  {prompt.name}
                </option>
              ))}
            </NativeSelect>
          )}
        </fieldset>
        <PartActs form={form} />
      </form>
    </Panel>
  );
}
