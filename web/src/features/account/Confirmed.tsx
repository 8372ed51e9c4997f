import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { confirmPassword } from '@/api/account';
import { ApiError } from '@/api/error';
import { Window } from '@/ui/Window';
import classes from './Account.module.css';
import { useDoorProblem } from './problem';

type Again = <T>(act: () => Promise<T>) => Promise<T>;

const AgainContext = createContext<Again>((act) => act());

/** Does what changes who may come in; when the hub asks for the password again, so do we. */
export function useConfirmed(): Again {
  return useContext(AgainContext);
}

export function Confirmed({ children }: { children: ReactNode }) {
  const [isAsking, setAsking] = useState(false);
  const waiting = useRef<{ done(): void; never(error: unknown): void } | null>(null);

  const again = useCallback<Again>(async (act) => {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'login_again')) throw error;
      await new Promise<void>((done, never) => {
        waiting.current = { done, never };
        setAsking(true);
      });
      return await act();
    }
  }, []);
  const settle = (isSure: boolean) => {
    setAsking(false);
    if (isSure) waiting.current?.done();
    else waiting.current?.never(new ApiError(0, 'given_up'));
    waiting.current = null;
  };
  return (
    <AgainContext.Provider value={again}>
      {children}
      {isAsking && <AskPassword onDone={() => settle(true)} onClose={() => settle(false)} />}
    </AgainContext.Provider>
  );
}

function AskPassword({ onDone, onClose }: { onDone(): void; onClose(): void }) {
  const { t } = useTranslation();
  const problem = useDoorProblem();
  const [password, setPassword] = useState('');
  const confirm = useMutation({ mutationFn: () => confirmPassword(password), onSuccess: onDone });
  return (
    <Window title={t('account.confirm.title')} onClose={onClose} size="sm">
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          confirm.mutate();
        }}
      >
        <p className={classes['why']}>{t('account.confirm.why')}</p>
        <PasswordInput
          data-autofocus
          label={t('login.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('login.show') }}
        />
        {confirm.isError && (
          <p role="alert" className={classes['problem']}>
            {problem(confirm.error)}
          </p>
        )}
        <Button type="submit" loading={confirm.isPending}>
          {t('account.confirm.go')}
        </Button>
      </form>
    </Window>
  );
}
