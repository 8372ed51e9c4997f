import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OwnField } from '@/api/cards';
import type { Client } from '@/api/types';
import { usePlace } from '@/ui/place';
import classes from './Card.module.css';

type Value = Client['values'][string];
type Props = {
  field: OwnField;
  value: Value | undefined;
  onChange(value: Value | undefined): void;
};

/** The field of a form for an own field, by its kind. */
export function OwnInput({ field, value, onChange }: Props) {
  const { t } = useTranslation();
  const choices = field.choices.filter((one) => !one.retired || isChosen(value, one.slug));
  switch (field.kind) {
    case 'choice':
    case 'yesno': {
      const said =
        field.kind === 'yesno' ? (value === undefined ? '' : value ? 'yes' : 'no') : value;
      const options =
        field.kind === 'yesno'
          ? [
              { slug: 'yes', name: t('card.yes') },
              { slug: 'no', name: t('card.no') },
            ]
          : choices;
      return (
        <label className={classes['select']}>
          <span>{field.name}</span>
          <select
            value={typeof said === 'string' ? said : ''}
            onChange={(event) => {
              const chosen = event.currentTarget.value;
              const bool = chosen === 'yes';
              onChange(chosen === '' ? undefined : field.kind === 'yesno' ? bool : chosen);
            }}
          >
            <option value="">—</option>
            {options.map((one) => (
              <option key={one.slug} value={one.slug}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
      );
    }
    case 'choices': {
      const chosen = Array.isArray(value) ? value.map(String) : [];
      return (
        <fieldset className={classes['choices']}>
          <legend>{field.name}</legend>
          {choices.map((one) => (
            <label key={one.slug}>
              <input
                type="checkbox"
                checked={chosen.includes(one.slug)}
                onChange={(event) => {
                  const next = event.currentTarget.checked
                    ? [...chosen, one.slug]
                    : chosen.filter((slug) => slug !== one.slug);
                  onChange(next.length > 0 ? next : undefined);
                }}
              />
              {one.name}
            </label>
          ))}
        </fieldset>
      );
    }
    default:
      return (
        <TextInput
          label={field.name}
          type={INPUTS[field.kind] ?? 'text'}
          maxLength={1000}
          {...(field.kind === 'link' ? { placeholder: 'https://' } : {})}
          {...(field.kind === 'number' ? { step: 'any' } : {})}
          value={value === undefined || value === null ? '' : String(value)}
          onChange={(event) => {
            const text = event.currentTarget.value;
            const read = field.kind === 'number' ? Number(text) : text;
            onChange(text.trim() === '' ? undefined : read);
          }}
        />
      );
  }
}

const INPUTS: Partial<Record<OwnField['kind'], string>> = {
  number: 'number',
  date: 'date',
  link: 'url',
};

function isChosen(value: Value | undefined, slug: string): boolean {
  return value === slug || (Array.isArray(value) && value.includes(slug));
}

/** What an own field says, as people read it. */
export function OwnShown({ field, value }: { field: OwnField; value: Value }) {
  const { t } = useTranslation();
  const { language } = usePlace();
  const name = (slug: unknown) =>
    field.choices.find((one) => one.slug === slug)?.name ?? String(slug);
  if (field.kind === 'link' && typeof value === 'string' && /^https?:\/\//i.test(value)) {
    return (
      <a href={value} target="_blank" rel="noreferrer noopener nofollow">
        {value.replace(/^https?:\/\//i, '')}
      </a>
    );
  }
  if (typeof value === 'boolean') return t(value ? 'card.yes' : 'card.no');
  if (typeof value === 'number') return value.toLocaleString(language);
  if (Array.isArray(value)) return value.map(name).join(', ');
  if (field.kind === 'date' && typeof value === 'string') {
    return new Date(`${value}T12:00:00Z`).toLocaleDateString(language, { timeZone: 'UTC' });
  }
  return name(value);
}
