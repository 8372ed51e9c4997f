import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/ui/Icon';
import { faultOf } from '../values';
import { useForm } from './context';
import type { FieldProps } from './Field';
import classes from './Fields.module.css';

/** Words that a program may answer with; each is a way out. */
export function BranchesField({ form, value, onChange }: FieldProps) {
  const { t } = useTranslation();
  const { readOnly } = useForm();
  const [typed, setTyped] = useState('');
  const held = value as string[];
  const word = typed.trim().toLowerCase();
  const isTaken = held.includes(word) || word === 'default';
  const isWord = word !== '' && faultOf(word, form.items ?? {}) === null;
  const isFull = form.maxItems !== undefined && held.length >= form.maxItems;
  const add = () => {
    if (!isWord || isTaken || isFull) return;
    onChange([...held, word]);
    setTyped('');
  };
  const bad = isTaken ? t('scheme.bad.twice') : t('scheme.bad.slug');
  return (
    <fieldset className={classes['group']}>
      <legend>{form.title}</legend>
      <p className={classes['about']}>{form.description}</p>
      <ol className={classes['numbers']}>
        {held.map((branch) => (
          <li key={branch}>
            <span>{branch}</span>
            {!readOnly && (
              <ActionIcon
                variant="subtle"
                size={30}
                aria-label={t('scheme.take', { name: branch })}
                onClick={() => onChange(held.filter((one) => one !== branch))}
              >
                <Icon name="close" size={14} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ol>
      {!readOnly && !isFull && (
        <div className={classes['choice']}>
          <TextInput
            aria-label={t('scheme.newBranch')}
            placeholder={t('scheme.newBranch')}
            value={typed}
            error={word !== '' && (!isWord || isTaken) ? bad : null}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              add();
            }}
          />
          <Button variant="default" disabled={!isWord || isTaken} onClick={add}>
            {t('scheme.add')}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
