import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addLabel } from '@/api/hub';
import { keys } from '@/api/queries';
import { useProblem } from '@/ui/problem';
import { isChosen } from '../fresh';
import { bare } from '../values';
import { useForm } from './context';
import type { FieldProps } from './Field';
import classes from './Fields.module.css';

const NEW = '+';

/** A tag or a list of clients by its name; a new one is made here, without leaving the scheme. */
export function LabelField({ path, form: given, value, onChange }: FieldProps) {
  const { t } = useTranslation();
  const { kind, things, scheme, readOnly } = useForm();
  const problem = useProblem();
  const memory = useQueryClient();
  const [typed, setTyped] = useState<string | null>(null);
  const { form, nullable } = bare(given);
  const pick = kind.picks[path] === 'list' ? 'list' : 'tag';
  const known = things.choices(pick, scheme);
  const held = typeof value === 'string' && isChosen(value) ? value : '';
  const make = useMutation({
    mutationFn: (name: string) => addLabel(pick, name),
    onSuccess: async (label) => {
      await memory.invalidateQueries({ queryKey: keys.labels });
      onChange(label.slug);
      setTyped(null);
    },
  });
  return (
    <div className={classes['stack']}>
      <NativeSelect
        label={form.title}
        value={typed === null ? held : NEW}
        disabled={readOnly}
        error={held === '' && !nullable && typed === null ? t('scheme.bad.choose') : null}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          setTyped(chosen === NEW ? '' : null);
          if (chosen !== NEW) onChange(chosen === '' ? null : chosen);
        }}
      >
        {(nullable || held === '') && <option value="">{t('scheme.none.label')}</option>}
        {held !== '' && !known.some((thing) => thing.id === held) && (
          <option value={held}>{held}</option>
        )}
        {known.map((thing) => (
          <option key={thing.id} value={thing.id}>
            {thing.name}
          </option>
        ))}
        <option value={NEW}>{t(`scheme.newLabel.${pick}`)}</option>
      </NativeSelect>
      {typed !== null && (
        <div className={classes['choice']}>
          <TextInput
            aria-label={t(`scheme.newLabel.${pick}`)}
            maxLength={40}
            value={typed}
            error={make.error ? problem(make.error) : null}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button
            variant="default"
            disabled={typed.trim() === ''}
            loading={make.isPending}
            onClick={() => make.mutate(typed.trim())}
          >
            {t('scheme.add')}
          </Button>
        </div>
      )}
    </div>
  );
}
