import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayName, WEEK } from '../hours';
import { useForm } from './context';
import type { FieldProps } from './Field';
import classes from './Fields.module.css';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

/** Keys of a telephone as they lie on one: pressed in are those that lead somewhere. */
export function KeysField({ form, value, onChange }: FieldProps) {
  const { t } = useTranslation();
  const { readOnly } = useForm();
  const held = value as string[];
  return (
    <fieldset className={classes['group']}>
      <legend>{form.title}</legend>
      <div className={classes['keys']}>
        {KEYS.map((key) => (
          <button
            key={key}
            type="button"
            aria-pressed={held.includes(key)}
            aria-label={t('scheme.key', { key })}
            disabled={readOnly}
            onClick={() =>
              onChange(
                held.includes(key)
                  ? held.filter((one) => one !== key)
                  : KEYS.filter((one) => one === key || held.includes(one)),
              )
            }
          >
            {key}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

/** Days of the week; at least one. */
export function DaysField({ form, value, onChange }: FieldProps) {
  const { t } = useTranslation();
  const { readOnly } = useForm();
  const [refused, setRefused] = useState(false);
  const held = value as number[];
  return (
    <fieldset className={classes['group']}>
      <legend>{form.title}</legend>
      <div className={classes['days']}>
        {WEEK.map((day) => (
          <button
            key={day}
            type="button"
            aria-pressed={held.includes(day)}
            disabled={readOnly}
            onClick={() => {
              const next = held.includes(day)
                ? held.filter((one) => one !== day)
                : [...held, day].sort((one, other) => one - other);
              setRefused(next.length === 0);
              if (next.length > 0) onChange(next);
            }}
          >
            {dayName(day, t)}
          </button>
        ))}
      </div>
      {refused && (
        <p className={classes['bad']} role="alert">
          {t('scheme.bad.day')}
        </p>
      )}
    </fieldset>
  );
}
