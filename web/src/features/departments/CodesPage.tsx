import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Singles } from '@/api/parts';
import type { Office } from '@/api/types';
import { useMe } from '@/app/context';
import { Panel } from '@/features/gsm/Panel';
import { Figure, isBetween } from '@/features/office/Figure';
import styles from '@/features/office/Office.module.css';
import { OfficePage } from '@/features/office/OfficePage';
import { PartActs } from '@/features/office/PartActs';
import { type Faults, usePart } from '@/features/office/part';
import classes from './Codes.module.css';

/** What is pressed in a talk, and what is dialled from a phone instead of a number. */
const PRESSED = ['blind', 'attended', 'third', 'park', 'record', 'pause'] as const;
const DIALLED = [
  'pickup',
  'pull',
  'dnd',
  'dnd_off',
  'forward',
  'forward_off',
  'ready',
  'intercom',
  'listen',
  'whisper',
  'barge',
  'prompt',
] as const;
type Code = (typeof PRESSED)[number] | (typeof DIALLED)[number];

/** Codes that employees press, and parking. */
export function CodesPage() {
  const { t } = useTranslation();
  return (
    <OfficePage title={t('office.title')}>
      {(office) => (
        <div className={styles['halves']}>
          <Codes office={office} />
          <ParkingForm office={office} />
        </div>
      )}
    </OfficePage>
  );
}

function Codes({ office }: { office: Office }) {
  const { t } = useTranslation();
  const { id: account } = useMe();
  const form = usePart({
    section: 'features',
    name: '',
    saved: office.features,
    version: office.version,
    account,
    fields: [...PRESSED, ...DIALLED, 'milliseconds'],
    check: (value): Faults => ({
      ...Object.fromEntries(
        [...PRESSED, ...DIALLED].flatMap((code) => {
          const typed = value[code];
          return typed && !/^\*\d{1,3}$/.test(typed) ? [[code, t('office.bad.code')]] : [];
        }),
      ),
      ...(isBetween(value.milliseconds, 500, 5000)
        ? {}
        : { milliseconds: t('office.bad.figure', { least: 500, most: 5000 }) }),
    }),
  });
  const field = (code: Code) => (
    <TextInput
      key={code}
      className={classes['code'] ?? ''}
      label={t(`office.code.${code}.name`)}
      description={t(`office.code.${code}.text`)}
      placeholder={t('office.code.off')}
      maxLength={4}
      value={form.value[code] ?? ''}
      error={form.at(code)}
      onChange={(event) =>
        form.change({ [code]: event.currentTarget.value.trim() || null } as Partial<
          Singles['features']
        >)
      }
    />
  );
  return (
    <Panel title={t('office.code.title')} note={t('office.code.note')}>
      <form
        className={styles['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.save();
        }}
      >
        <fieldset>
          <legend>{t('office.code.inTalk')}</legend>
          {PRESSED.map(field)}
          <Figure
            label={t('office.code.milliseconds')}
            unit={t('office.unit.ms')}
            hint={t('office.code.millisecondsText')}
            value={form.value.milliseconds}
            error={form.at('milliseconds')}
            onChange={(milliseconds) => form.change({ milliseconds: milliseconds ?? Number.NaN })}
          />
        </fieldset>
        <fieldset>
          <legend>{t('office.code.dialled')}</legend>
          {DIALLED.map(field)}
        </fieldset>
        <PartActs form={form} />
      </form>
    </Panel>
  );
}

function ParkingForm({ office }: { office: Office }) {
  const { t } = useTranslation();
  const { id: account } = useMe();
  const code = office.features.park;
  const figure = (least: number, most: number) => t('office.bad.figure', { least, most });
  const form = usePart({
    section: 'parking',
    name: '',
    saved: office.parking,
    version: office.version,
    account,
    fields: ['slots', 'seconds', 'turn', 'music', 'department'],
    check: (value): Faults => ({
      ...(isBetween(value.slots, 1, 9) ? {} : { slots: figure(1, 9) }),
      ...(isBetween(value.seconds, 10, 900) ? {} : { seconds: figure(10, 900) }),
      ...(isBetween(value.turn, 5, 120) ? {} : { turn: figure(5, 120) }),
    }),
  });
  const { value } = form;
  return (
    <Panel title={t('office.park.title')}>
      <form
        className={styles['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.save();
        }}
      >
        <p className="v-mute">
          {code
            ? t('office.park.lead', { code, slot: `${code}1`, seconds: value.seconds || 90 })
            : t('office.park.noCode')}
        </p>
        <div className={styles['pair']}>
          <Figure
            label={t('office.park.slots')}
            unit={t('office.unit.slots')}
            value={value.slots}
            error={form.at('slots')}
            onChange={(slots) => form.change({ slots: slots ?? Number.NaN })}
          />
          <Figure
            label={t('office.park.seconds')}
            unit={t('office.unit.seconds')}
            value={value.seconds}
            error={form.at('seconds')}
            onChange={(seconds) => form.change({ seconds: seconds ?? Number.NaN })}
          />
          <Figure
            label={t('office.park.turn')}
            unit={t('office.unit.seconds')}
            value={value.turn}
            error={form.at('turn')}
            onChange={(turn) => form.change({ turn: turn ?? Number.NaN })}
          />
        </div>
        <NativeSelect
          label={t('office.park.music')}
          value={value.music}
          error={form.at('music')}
          onChange={(event) => form.change({ music: event.currentTarget.value })}
        >
          <option value="default">{t('office.park.usual')}</option>
          {office.prompts.map((prompt) => (
            <option key={prompt.id} value={prompt.id}>
              {prompt.name}
            </option>
          ))}
        </NativeSelect>
        <NativeSelect
          label={t('office.park.department')}
          description={t('office.park.departmentText')}
          value={value.department ?? ''}
          error={form.at('department')}
          onChange={(event) => form.change({ department: event.currentTarget.value || null })}
        >
          <option value="">{t('office.park.voicemail')}</option>
          {office.departments.map((one) => (
            <option key={one.number} value={one.number}>
              {one.number} · {one.name}
            </option>
          ))}
        </NativeSelect>
        <PartActs form={form} />
      </form>
    </Panel>
  );
}
