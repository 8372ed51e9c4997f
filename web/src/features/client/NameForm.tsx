import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeClient, createClientCard } from '@/api/hub';
import { keys } from '@/api/queries';
import type { Client } from '@/api/types';
import { useProblem } from '@/ui/problem';
import classes from './Client.module.css';
import { keepDraft, readDraft } from './drafts';

type Props = { number: string; client: Client | null };

/** A new client in one field: the number is known already, only the name is missing. */
export function NameForm({ number, client }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const about = `name:${number}`;
  const [name, setName] = useState(() => readDraft(about));
  const save = useMutation({
    mutationFn: (words: string) =>
      client
        ? changeClient(client.id, { version: client.version, name: words })
        : createClientCard({ name: words, phones: [number] }),
    onSuccess: (made) => {
      keepDraft(about, '');
      memory.setQueryData(keys.byNumber(number), made);
      memory.setQueryData(keys.client(made.id), made);
      void memory.invalidateQueries({ queryKey: keys.clients });
      void memory.invalidateQueries({ queryKey: keys.calls });
    },
  });
  return (
    <form
      className={classes['name']}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) save.mutate(name.trim());
      }}
    >
      <TextInput
        aria-label={t('client.newName')}
        placeholder={t('client.newName')}
        maxLength={120}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
          keepDraft(about, event.currentTarget.value);
        }}
        error={save.isError ? problem(save.error) : null}
      />
      <Button type="submit" variant="default" loading={save.isPending} disabled={!name.trim()}>
        {t('client.saveNew')}
      </Button>
    </form>
  );
}
