import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { signIn } from '@/api/auth';
import { isStatus } from '@/api/error';
import { readMe } from '@/api/hub';
import { checkInvite, useInvite as spendInvite } from '@/api/people';
import { noteSignedIn } from '@/app/session';
import { Door } from '@/features/login/Door';
import login from '@/features/login/Login.module.css';
import { useProblem } from '@/ui/problem';
import { useTitle } from '@/ui/title';
import { PhonesPanel } from './PhonesPanel';

const SHORTEST = 10;

/** An employee comes in for the first time: he chooses his password and sees his phone. */
export function InvitePage() {
  const { t } = useTranslation();
  useTitle(t('staff.invite.title'));
  const problem = useProblem();
  const token = useParams()['token'] ?? '';
  const [password, setPassword] = useState('');
  const link = useQuery({
    queryKey: ['invite', token],
    queryFn: () => checkInvite(token),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  // The link is good once: when the door is shut after that, the next try only goes in.
  const isSpent = useRef(false);
  const enter = useMutation({
    mutationFn: async () => {
      if (!isSpent.current) {
        await spendInvite(token, password);
        isSpent.current = true;
      }
      await signIn(link.data?.login ?? '', password);
      return readMe();
    },
  });
  if (link.isPending) return null;
  if (link.isError) {
    const isGone = isStatus(link.error, 404) || isStatus(link.error, 422);
    return (
      <Door>
        <h1>{t('staff.welcome.gone')}</h1>
        <p>{isGone ? t('staff.welcome.goneText') : problem(link.error)}</p>
        <Button component={Link} to="/login" variant="default">
          {t('staff.welcome.toLogin')}
        </Button>
      </Door>
    );
  }
  if (enter.data) return <Phone person={enter.data.person ?? null} />;
  const invited = link.data;
  return (
    <Door>
      <h1>{t('staff.welcome.title', { name: invited.name })}</h1>
      <p className="v-mute">
        {t('staff.welcome.text', { company: invited.company, login: invited.login })}{' '}
        {invited.extension && t('staff.welcome.extension', { extension: invited.extension })}
      </p>
      <form
        className={login['form']}
        onSubmit={(event) => {
          event.preventDefault();
          enter.mutate();
        }}
      >
        <input type="text" hidden readOnly autoComplete="username" value={invited.login} />
        <PasswordInput
          autoFocus
          required
          withAsterisk={false}
          label={t('login.password')}
          description={t('staff.welcome.hint', { count: SHORTEST })}
          autoComplete="new-password"
          minLength={SHORTEST}
          visibilityToggleButtonProps={{ 'aria-label': t('login.show') }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {enter.isError && (
          <p role="alert" className={login['problem']}>
            {problem(enter.error)}
          </p>
        )}
        <Button type="submit" size="md" loading={enter.isPending}>
          {t('staff.welcome.enter')}
        </Button>
      </form>
    </Door>
  );
}

/** He is in: now his phone. The desk comes when he asks for it. */
function Phone({ person }: { person: string | null }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Door>
      <h1>{t('staff.welcome.phone')}</h1>
      {person ? <PhonesPanel person={person} watch /> : <p>{t('staff.welcome.noPhone')}</p>}
      <Button
        onClick={() => {
          noteSignedIn();
          void navigate('/', { replace: true });
        }}
      >
        {t('staff.welcome.toDesk')}
      </Button>
    </Door>
  );
}
