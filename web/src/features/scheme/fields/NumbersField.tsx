import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/ui/Icon';
import { prettyNumber } from '@/ui/phone';
import { faultOf } from '../values';
import { useForm } from './context';
import type { FieldProps } from './Field';
import classes from './Fields.module.css';
import { readPhone } from './TypedField';

const GROUPS = ['departments', 'people', 'followMe'] as const;

/** Whom to ring: departments, people, follow me, numbers outside, in their order. */
export function NumbersField({ path, form, value, onChange }: FieldProps) {
  const { t } = useTranslation();
  const { kind, things, scheme, readOnly } = useForm();
  const [refused, setRefused] = useState(false);
  const [typed, setTyped] = useState('');
  const pick = kind.picks[path] ?? 'targets';
  const held = value as string[];
  const free = things.choices(pick, scheme).filter((thing) => !held.includes(thing.id));
  const outside = readPhone(typed);
  const isOutside = typed !== '' && faultOf(outside, form.items ?? {}) === null;
  const isRead = isOutside && outside.startsWith('+');
  const swap = (index: number) => {
    const next = [...held];
    const [one] = next.splice(index, 1);
    if (one !== undefined) next.splice(index - 1, 0, one);
    onChange(next);
  };
  const add = () => {
    if (!isRead || held.includes(outside)) return;
    onChange([...held, outside]);
    setTyped('');
  };
  return (
    <fieldset className={classes['group']}>
      <legend>{form.title}</legend>
      <ol className={classes['numbers']}>
        {held.map((number, index) => (
          <li key={number}>
            <span>
              {things.has(pick, number) ? (
                number.startsWith('+') ? (
                  prettyNumber(number)
                ) : (
                  <>
                    {things.name(pick, number)} <small>{number}</small>
                  </>
                )
              ) : (
                <b className={classes['bad']}>{t('scheme.noSuchNumber', { number })}</b>
              )}
            </span>
            {!readOnly && index > 0 && (
              <ActionIcon
                variant="subtle"
                size={30}
                aria-label={t('scheme.earlier', { name: things.name(pick, number) })}
                onClick={() => swap(index)}
              >
                <span className={classes['up']}>
                  <Icon name="back" size={14} />
                </span>
              </ActionIcon>
            )}
            {!readOnly && (
              <ActionIcon
                variant="subtle"
                size={30}
                aria-label={t('scheme.take', { name: things.name(pick, number) })}
                onClick={() => {
                  setRefused(held.length === 1);
                  if (held.length > 1) onChange(held.filter((one) => one !== number));
                }}
              >
                <Icon name="close" size={14} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ol>
      {refused && (
        <p className={classes['bad']} role="alert">
          {t('scheme.bad.nobody')}
        </p>
      )}
      {!readOnly && free.length > 0 && (
        <NativeSelect
          aria-label={t('scheme.addNumber')}
          value=""
          onChange={(event) => {
            setRefused(false);
            onChange([...held, event.currentTarget.value]);
          }}
        >
          <option value="">{t('scheme.addNumber')}</option>
          {GROUPS.map((group) => {
            const own = free.filter((thing) => thing.group === group);
            return (
              own.length > 0 && (
                <optgroup key={group} label={t(`scheme.things.${group}`)}>
                  {own.map((thing) => (
                    <option key={thing.id} value={thing.id}>
                      {thing.name} ({thing.id})
                    </option>
                  ))}
                </optgroup>
              )
            );
          })}
        </NativeSelect>
      )}
      {!readOnly && pick === 'targets' && (
        <div className={classes['choice']}>
          <TextInput
            aria-label={t('scheme.outside')}
            placeholder={t('scheme.outside')}
            inputMode="tel"
            value={typed}
            error={typed !== '' && typed.length > 8 && !isRead ? t('scheme.bad.phone') : null}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              add();
            }}
          />
          <Button variant="default" disabled={!isRead} onClick={add}>
            {t('scheme.add')}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
