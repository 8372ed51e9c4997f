import { Button, Checkbox, Radio, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { makeToken, readScopes } from '@/api/account';
import { Copied } from '@/features/gateways/Copied';
import { Window } from '@/ui/Window';
import classes from './Account.module.css';
import { Wrong } from './Card';
import { tokensQuery } from './queries';
import { useScopeWord } from './scopes';

const DAYS = ['30', '90', '365', ''] as const;

/** A new token: its name, what it opens, for how long; then its text, which is shown once. */
export function NewToken({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const word = useScopeWord();
  const memory = useQueryClient();
  const [name, setName] = useState('');
  const [days, setDays] = useState<string>('90');
  const [wide, setWide] = useState<'read' | 'all' | 'some'>('read');
  const [chosen, setChosen] = useState<string[]>([]);
  const all = useQuery({ queryKey: ['scopes'], queryFn: readScopes });
  const scopes = wide === 'read' ? ['read'] : wide === 'all' ? ['read', 'write'] : chosen;
  const make = useMutation({
    mutationFn: () => makeToken(name.trim(), scopes, days ? Number(days) : null),
    onSuccess: () => void memory.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
  if (make.data?.token) {
    return (
      <Window title={t('account.tokens.made')} onClose={onClose}>
        <div className={classes['form']}>
          <p>{t('account.tokens.once')}</p>
          <p className={classes['secret']}>
            <Copied label={t('account.tokens.made')} value={make.data.token} />
          </p>
          <p className={classes['why']}>{t('account.tokens.how')}</p>
          <Button onClick={onClose}>{t('account.codes.done')}</Button>
        </div>
      </Window>
    );
  }
  const byArea = (all.data ?? []).filter((scope) => scope.includes(':'));
  return (
    <Window title={t('account.tokens.make')} onClose={onClose} size="lg">
      <form
        className={classes['form']}
        style={{ maxWidth: 'none' }}
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <TextInput
          data-autofocus
          label={t('account.tokens.name')}
          placeholder={t('account.tokens.nameFor')}
          required
          withAsterisk={false}
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t('account.tokens.days')}
          allowDeselect={false}
          data={DAYS.map((value) => ({
            value: value || 'forever',
            label: value
              ? t('account.tokens.forDays', { count: Number(value) })
              : t('account.tokens.forever'),
          }))}
          value={days || 'forever'}
          onChange={(value) => setDays(value === 'forever' ? '' : (value ?? ''))}
        />
        <Radio.Group
          label={t('account.tokens.opens')}
          value={wide}
          onChange={(value) => setWide(value as typeof wide)}
        >
          {(['read', 'all', 'some'] as const).map((value) => (
            <Radio key={value} mt={6} value={value} label={t(`account.tokens.wide.${value}`)} />
          ))}
        </Radio.Group>
        {wide === 'some' && (
          <Checkbox.Group
            aria-label={t('account.tokens.wide.some')}
            value={chosen}
            onChange={setChosen}
          >
            <div className={classes['scopes']}>
              {byArea.map((scope) => (
                <Checkbox key={scope} value={scope} label={word(scope)} />
              ))}
            </div>
          </Checkbox.Group>
        )}
        <Wrong error={make.error} />
        <div className={classes['acts']}>
          <Button
            type="submit"
            loading={make.isPending}
            disabled={!name.trim() || scopes.length === 0}
          >
            {t('account.tokens.create')}
          </Button>
        </div>
      </form>
    </Window>
  );
}
