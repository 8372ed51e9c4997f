import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { signIn } from '@/api/auth';
import { isStatus } from '@/api/error';
import { checkWelcome, spendWelcome } from '@/api/hub';
import { noteSignedIn } from '@/app/session';
import { useProblem } from '@/ui/problem';
import { useTitle } from '@/ui/title';
import { Door } from './Door';
import classes from './Login.module.css';

const SHORTEST = 10;

/** The first owner's one-time link: he names himself, chooses a password, and is in. */
export function WelcomePage() {
  const { t } = useTranslation();
  useTitle(t('welcome.title'));
  const problem = useProblem();
  const navigate = useNavigate();
  const token = useParams()['token'] ?? '';
  const link = useQuery({
    queryKey: ['welcome', token],
    queryFn: () => checkWelcome(token),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [typed, setTyped] = useState({ name: '', login: '', password: '' });
  // The link is good once: when the door is shut after that, the next try only goes in.
  const made = useRef<string | null>(null);
  const enter = useMutation({
    mutationFn: async () => {
      const owner = { ...typed, name: typed.name.trim(), login: typed.login.trim() };
      if (made.current === null) {
        await spendWelcome({ token, ...owner });
        made.current = owner.login;
      }
      await signIn(made.current, owner.password);
    },
    onSuccess: () => {
      noteSignedIn();
      void navigate('/', { replace: true });
    },
  });

  if (link.isPending) return null;
  if (link.isError) {
    const isGone = isStatus(link.error, 404) || isStatus(link.error, 422);
    return (
      <Door>
        <h1>{isGone ? t('welcome.gone') : t('welcome.notChecked')}</h1>
        <p>{isGone ? t('welcome.goneText') : problem(link.error)}</p>
        <Button component={Link} to="/login" variant="default">
          {t('welcome.toLogin')}
        </Button>
      </Door>
    );
  }
  return (
    <Door>
      <h1>{t('welcome.title')}</h1>
      <p className="v-mute">{t('welcome.text', { company: link.data })}</p>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          enter.mutate();
        }}
      >
        <TextInput
          autoFocus
          required
          withAsterisk={false}
          label={t('welcome.name')}
          autoComplete="name"
          maxLength={80}
          value={typed.name}
          onChange={(event) => setTyped({ ...typed, name: event.currentTarget.value })}
        />
        <TextInput
          required
          withAsterisk={false}
          label={t('login.login')}
          description={t('welcome.loginHint')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          pattern="[\p{L}\p{N}_.@+\-]{2,60}"
          value={typed.login}
          onChange={(event) => setTyped({ ...typed, login: event.currentTarget.value })}
        />
        <PasswordInput
          required
          withAsterisk={false}
          label={t('login.password')}
          description={t('welcome.passwordHint', { count: SHORTEST })}
          autoComplete="new-password"
          minLength={SHORTEST}
          visibilityToggleButtonProps={{ 'aria-label': t('login.show') }}
          value={typed.password}
          onChange={(event) => setTyped({ ...typed, password: event.currentTarget.value })}
        />
        {enter.isError && (
          <p role="alert" className={classes['problem']}>
            {problem(enter.error)}
          </p>
        )}
        <Button type="submit" size="md" loading={enter.isPending}>
          {t('welcome.enter')}
        </Button>
      </form>
    </Door>
  );
}
