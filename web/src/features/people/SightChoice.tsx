import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { SightWord } from '@/api/people';
import styles from '@/features/office/Office.module.css';

const WORDS = ['all', 'departments', 'own'] as const;

type Props = {
  value: SightWord | '';
  /** What the role says, when that may be chosen too. */
  asRole?: SightWord | null;
  onChange(value: SightWord | ''): void;
  children?: ReactNode;
};

/** Everything, own departments, own calls: each with what it means. */
export function SightChoice({ value, asRole = null, onChange, children }: Props) {
  const { t } = useTranslation();
  const name = useId();
  return (
    <fieldset>
      <legend>{t('staff.sight.legend')}</legend>
      <div className={styles['choices']}>
        {asRole && (
          <label>
            <input type="radio" name={name} checked={value === ''} onChange={() => onChange('')} />
            <b>{t('staff.sight.asRole')}</b>
            <small>{t(`staff.sight.${asRole}Text`)}</small>
          </label>
        )}
        {WORDS.map((word) => (
          <label key={word}>
            <input
              type="radio"
              name={name}
              checked={value === word}
              onChange={() => onChange(word)}
            />
            <b>{t(`staff.sight.${word}`)}</b>
            <small>{t(`staff.sight.${word}Text`)}</small>
          </label>
        ))}
      </div>
      {children}
    </fieldset>
  );
}
