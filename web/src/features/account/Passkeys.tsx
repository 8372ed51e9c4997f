import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addPasskey, dropPasskey, passkeysMissing } from '@/api/account';
import { keys } from '@/api/queries';
import { harmless } from '@/ui/harmless';
import { useMoments } from '@/ui/place';
import classes from './Account.module.css';
import { Card, Wrong } from './Card';
import { useConfirmed } from './Confirmed';
import { factorsQuery } from './queries';

/** Keys that this device, a phone or a stick keeps: signing in without a password. */
export function Passkeys() {
  const { t } = useTranslation();
  const moments = useMoments();
  const confirmed = useConfirmed();
  const memory = useQueryClient();
  const factors = useQuery(factorsQuery);
  const [name, setName] = useState('');
  const missing = passkeysMissing();
  const renew = () => {
    void memory.invalidateQueries({ queryKey: factorsQuery.queryKey });
    void memory.invalidateQueries({ queryKey: keys.me });
  };
  const add = useMutation({
    mutationFn: () => confirmed(() => addPasskey(name.trim() || t('account.passkeys.default'))),
    onSuccess: () => {
      setName('');
      renew();
    },
  });
  const drop = useMutation({
    mutationFn: (id: number) => confirmed(() => dropPasskey(id)),
    onSuccess: renew,
  });
  const rows = (factors.data ?? []).filter((row) => row.type === 'webauthn');
  return (
    <Card title={t('account.passkeys.title')} why={t('account.passkeys.why')}>
      {rows.length > 0 && (
        <ul className={classes['rows']}>
          {rows.map((row) => (
            <li key={row.id}>
              <div>
                <b>{harmless(row.name ?? '')}</b>
                <small>
                  {row.last_used_at
                    ? t('account.passkeys.used', { when: moment(moments, row.last_used_at) })
                    : t('account.passkeys.made', { when: moment(moments, row.created_at) })}
                </small>
              </div>
              <Button
                size="compact-sm"
                variant="subtle"
                color="red"
                aria-label={t('account.passkeys.dropWhat', { name: row.name })}
                loading={drop.isPending && drop.variables === row.id}
                onClick={() => row.id && drop.mutate(row.id)}
              >
                {t('account.passkeys.drop')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {missing ? (
        <p className={classes['why']}>{t(`account.passkeys.missing.${missing}`)}</p>
      ) : (
        <form
          className={classes['form']}
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate();
          }}
        >
          <TextInput
            label={t('account.passkeys.name')}
            placeholder={t('account.passkeys.default')}
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <div className={classes['acts']}>
            <Button type="submit" variant="default" loading={add.isPending}>
              {t('account.passkeys.add')}
            </Button>
          </div>
        </form>
      )}
      <Wrong error={add.error ?? drop.error ?? factors.error} />
    </Card>
  );
}

function moment(moments: ReturnType<typeof useMoments>, seconds: number): string {
  return moments.full(new Date(seconds * 1000).toISOString());
}
