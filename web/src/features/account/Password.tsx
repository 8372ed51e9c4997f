import { Button, PasswordInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changePassword, checkPassword } from '@/api/account';
import { useMe } from '@/app/context';
import classes from './Account.module.css';
import { Card, Wrong } from './Card';

/** A new password; whether it is strong enough is told in words while it is typed. */
export function Password() {
  const { t, i18n } = useTranslation();
  const { login } = useMe();
  const memory = useQueryClient();
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const [asked] = useDebouncedValue(next, 300);
  const verdict = useQuery({
    queryKey: ['password-verdict', i18n.language, asked],
    queryFn: () => checkPassword(asked),
    enabled: asked.length > 0,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const change = useMutation({
    mutationFn: () => changePassword(old, next),
    onSuccess: () => {
      setOld('');
      setNext('');
      void memory.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  const told = asked === next ? verdict.data : undefined;
  return (
    <Card title={t('account.password.title')} why={t('account.password.why')}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
        <PasswordInput
          label={t('account.password.old')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={old}
          onChange={(event) => setOld(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('login.show') }}
        />
        <PasswordInput
          label={t('account.password.new')}
          autoComplete="new-password"
          required
          withAsterisk={false}
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('login.show') }}
          aria-describedby="password-verdict"
        />
        <div id="password-verdict" aria-live="polite">
          {next && told?.ok && <p className={classes['good']}>{t('account.password.good')}</p>}
          {next && told && !told.ok && (
            <ul className={classes['bad']}>
              {told.texts.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          )}
        </div>
        <Wrong error={change.error} />
        {change.isSuccess && !next && (
          <p role="status" className={classes['good']}>
            {t('account.password.done')}
          </p>
        )}
        <div className={classes['acts']}>
          <Button type="submit" loading={change.isPending} disabled={!old || !told?.ok}>
            {t('account.password.change')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
