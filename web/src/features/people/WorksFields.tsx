import { TextInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import styles from '@/features/office/Office.module.css';
import { Tick } from './Tick';
import type { PersonForm } from './usePersonForm';

const PLACES = ['desk', 'mobile', 'softphone'] as const;

/** Where he works: at his desk, or what rings in its place (S34). */
export function WorksFields({ form }: { form: PersonForm }) {
  const { t } = useTranslation();
  const name = useId();
  const { draft } = form;
  return (
    <fieldset>
      <legend>{t('staff.form.works')}</legend>
      <div className={styles['choices']}>
        {PLACES.map((place) => (
          <label key={place}>
            <input
              type="radio"
              name={name}
              checked={draft.worksFrom === place}
              onChange={() => form.change({ worksFrom: place })}
            />
            <b>{t(`staff.form.work.${place}`)}</b>
            <small>{t(`staff.form.work.${place}Text`)}</small>
          </label>
        ))}
      </div>
      {form.at('works_from') && <small className={styles['bad']}>{form.at('works_from')}</small>}
      <div className={styles['pair']}>
        <TextInput
          type="tel"
          label={t('staff.form.mobile')}
          description={draft.worksFrom === 'mobile' ? t('staff.form.mobileHint') : null}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          placeholder="+375 29 123-45-67"
          maxLength={40}
          autoComplete="off"
          value={draft.mobile}
          error={form.at('mobile')}
          onChange={(event) => form.change({ mobile: event.currentTarget.value })}
        />
        {draft.worksFrom === 'mobile' && (
          <Tick
            label={t('staff.form.confirm')}
            note={t('staff.form.confirmHint')}
            checked={draft.confirm}
            onChange={(checked) => form.change({ confirm: checked })}
          />
        )}
      </div>
    </fieldset>
  );
}
