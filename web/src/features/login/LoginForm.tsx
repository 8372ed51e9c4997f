import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { enterByPasskey, passkeysMissing } from '@/api/account';
import { confirmCode, type SignedIn, signIn } from '@/api/auth';
import { ApiError } from '@/api/error';
import classes from './Login.module.css';

type Props = { login?: string; onDone(): void };

/** Login and password, then the code of the second factor where one is set up. */
export function LoginForm({ login = '', onDone }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState(login);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const settle = (step: SignedIn) => (step === 'in' ? onDone() : setCode(''));
  const enter = useMutation({
    mutationFn: () => (code === null ? signIn(name.trim(), password) : confirmCode(code.trim())),
    onSuccess: settle,
  });
  const passkey = useMutation({
    mutationFn: () => enterByPasskey(code === null ? 'login' : 'authenticate'),
    onSuccess: settle,
  });
  const problem = (): string => {
    const error = enter.error;
    if (!(error instanceof ApiError)) return t('problem.unknown');
    if (error.code === 'locked_out') {
      return t('login.lockedOut', { count: Number(error.facts['minutes'] ?? 15) });
    }
    if (error.status === 429) return t('problem.tooMany');
    if (error.status === 0) return t('problem.code.offline');
    if (error.status >= 500) return t('problem.server');
    return t(code === null ? 'login.wrong' : 'login.wrongCode');
  };
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        enter.mutate();
      }}
    >
      {code === null ? (
        <>
          <TextInput
            label={t('login.login')}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            withAsterisk={false}
            {...(login ? {} : { 'data-autofocus': true, autoFocus: true })}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PasswordInput
            label={t('login.password')}
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            {...(login ? { 'data-autofocus': true, autoFocus: true } : {})}
            visibilityToggleButtonProps={{ 'aria-label': t('login.show') }}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        </>
      ) : (
        <TextInput
          label={t('login.code')}
          description={t('login.codeHint')}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          required
          withAsterisk={false}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      )}
      {enter.isError && (
        <p role="alert" className={classes['problem']}>
          {problem()}
        </p>
      )}
      <Button type="submit" size="md" loading={enter.isPending}>
        {t('login.enter')}
      </Button>
      {passkeysMissing() === null && (
        <Button variant="default" loading={passkey.isPending} onClick={() => passkey.mutate()}>
          {t(code === null ? 'login.passkey' : 'login.passkeySecond')}
        </Button>
      )}
      {passkey.isError && (
        <p role="alert" className={classes['problem']}>
          {t('login.passkeyFailed')}
        </p>
      )}
    </form>
  );
}
