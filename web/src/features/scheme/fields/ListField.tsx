import { ActionIcon, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/ui/Icon';
import { emptyOf } from '../fresh';
import { bare } from '../values';
import { useForm } from './context';
import { type FieldProps, Fields } from './Field';
import classes from './Fields.module.css';

type Item = Record<string, unknown>;

const WORKDAYS = { days: [1, 2, 3, 4, 5], since: '09:00', to: '18:00' };

/** Several things of the same form, each with its fields: periods, and the hours of a period. */
export function ListField({ path, place, form, value, onChange }: FieldProps) {
  const { t } = useTranslation();
  const { office, readOnly } = useForm();
  const [refused, setRefused] = useState(false);
  const held = value as Item[];
  const items = bare(form.items ?? {}).form;
  const isHours = path.endsWith('.hours');
  const least = form.minItems ?? 0;
  const fresh = (): Item => {
    if (isHours) return WORKDAYS;
    const begun = emptyOf(items, office) as Item;
    if ('hours' in begun) begun['hours'] = [WORKDAYS];
    if ('name' in begun) begun['name'] = t('scheme.newPeriod', { count: held.length + 1 });
    if ('id' in begun) begun['id'] = freeId(held);
    return begun;
  };
  return (
    <fieldset className={classes['group']}>
      <legend>{form.title}</legend>
      {held.map((item, index) => (
        <div
          key={String(item['id'] ?? index)}
          className={isHours ? classes['hours'] : classes['item']}
        >
          <Fields
            form={items}
            path={path}
            place={`${place}.${item['id'] ?? index}`}
            value={item}
            onChange={(next) => onChange(held.map((one, at) => (at === index ? next : one)))}
          />
          {!readOnly && (
            <ActionIcon
              className={classes['drop'] ?? ''}
              variant="subtle"
              size={30}
              aria-label={t('scheme.take', { name: String(item['name'] ?? index + 1) })}
              onClick={() => {
                setRefused(held.length <= least);
                if (held.length > least) onChange(held.filter((_, at) => at !== index));
              }}
            >
              <Icon name="close" size={14} />
            </ActionIcon>
          )}
        </div>
      ))}
      {refused && (
        <p className={classes['bad']} role="alert">
          {t('scheme.bad.few')}
        </p>
      )}
      {!readOnly && (
        <Button
          variant="default"
          size="xs"
          disabled={form.maxItems !== undefined && held.length >= form.maxItems}
          onClick={() => {
            setRefused(false);
            onChange([...held, fresh()]);
          }}
        >
          {isHours ? t('scheme.addHours') : t('scheme.addPeriod')}
        </Button>
      )}
    </fieldset>
  );
}

function freeId(held: readonly Item[]): string {
  const taken = new Set(held.map((item) => item['id']));
  for (let count = held.length + 1; ; count += 1) {
    if (!taken.has(`period-${count}`)) return `period-${count}`;
  }
}
