import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createClientCard } from '@/api/hub';
import { keys } from '@/api/queries';
import type { Client } from '@/api/types';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';
import classes from './Clients.module.css';

type Props = { name?: string; phone?: string; onClose(): void; onMade(client: Client): void };

export function NewClient({ name = '', phone = '', onClose, onMade }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const [typed, setTyped] = useState({ name, company: '', phone });
  const save = useMutation({
    mutationFn: () =>
      createClientCard({
        name: typed.name.trim(),
        company_name: typed.company.trim(),
        phones: typed.phone.trim() ? [typed.phone.trim()] : [],
      }),
    onSuccess: (client) => {
      memory.setQueryData(keys.client(client.id), client);
      void memory.invalidateQueries({ queryKey: keys.clients });
      onMade(client);
    },
  });
  const isEmpty = !typed.name.trim() && !typed.phone.trim() && !typed.company.trim();
  return (
    <Window onClose={onClose} title={t('client.add')}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isEmpty) save.mutate();
        }}
      >
        <TextInput
          data-autofocus
          type="tel"
          label={t('client.phone')}
          description={t('client.phoneHint')}
          value={typed.phone}
          onChange={(event) => setTyped({ ...typed, phone: event.currentTarget.value })}
          autoComplete="off"
        />
        <TextInput
          label={t('client.name')}
          maxLength={120}
          value={typed.name}
          onChange={(event) => setTyped({ ...typed, name: event.currentTarget.value })}
          autoComplete="off"
        />
        <TextInput
          label={t('client.company')}
          maxLength={120}
          value={typed.company}
          onChange={(event) => setTyped({ ...typed, company: event.currentTarget.value })}
          autoComplete="off"
        />
        {save.isError && (
          <p role="alert" style={{ color: 'var(--v-miss)' }}>
            {problem(save.error)}
          </p>
        )}
        <div className={classes['end']}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={isEmpty}>
            {t('client.save')}
          </Button>
        </div>
      </form>
    </Window>
  );
}
