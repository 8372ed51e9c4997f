import { Button, CopyButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Invite, invitePerson, type PersonRow, revokeInvite } from '@/api/people';
import { Panel } from '@/features/gsm/Panel';
import { useMinute } from '@/ui/clock';
import { Icon } from '@/ui/Icon';
import { useMoments } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import classes from './People.module.css';
import { useRefreshed } from './queries';

type Props = { person: PersonRow; told: Invite | null; onTold(invite: Invite | null): void };

/** His way into the program: whether he has a password, and links by which he chooses one. */
export function InvitePanel({ person, told, onTold }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const moments = useMoments();
  const minute = useMinute();
  const refreshed = useRefreshed();
  const id = person.person ?? '';
  const account = person.account;
  const invite = useMutation({
    mutationFn: () => invitePerson(id),
    onSuccess: (link) => {
      onTold(link);
      return refreshed();
    },
  });
  const revoke = useMutation({
    mutationFn: () => revokeInvite(id),
    onSuccess: () => {
      onTold(null);
      notifications.show({ message: t('staff.invite.revoked') });
      return refreshed();
    },
  });
  const when = (iso: string) => moments.dayTime(iso, minute);
  const isGood = account?.active === true;
  const word = () => {
    if (account?.has_password) return t('staff.invite.reset');
    return account?.invite === 'open' || account?.invite === 'expired'
      ? t('staff.invite.renew')
      : t('staff.invite.make');
  };
  return (
    <Panel
      title={t('staff.invite.title')}
      note={account?.login}
      className={classes['printless'] ?? ''}
    >
      <div className={classes['body']}>
        {!account && <p className="v-mute">{t('staff.invite.none')}</p>}
        {account && !isGood && <p className="v-mute">{t('staff.invite.locked')}</p>}
        {account && isGood && (
          <p>
            {t(account.has_password ? 'staff.invite.active' : 'staff.invite.waits')}
            {account.last_seen && (
              <>
                {' '}
                <span className="v-mute">
                  {t('staff.invite.lastSeen', { when: when(account.last_seen) })}
                </span>
              </>
            )}
          </p>
        )}
        {told && (
          <div className={classes['link']} role="status">
            <b>{t('staff.invite.link', { login: told.login })}</b>
            <code data-testid="invite-link">{linkOf(told)}</code>
            <div className={classes['acts']}>
              <CopyButton value={linkOf(told)}>
                {({ copied, copy }) => (
                  <Button
                    size="compact-sm"
                    onClick={copy}
                    leftSection={<Icon name="copy" size={14} />}
                  >
                    {t(copied ? 'staff.invite.copied' : 'staff.invite.copy')}
                  </Button>
                )}
              </CopyButton>
            </div>
            <small>{t('staff.invite.linkText', { when: when(told.expires_at) })}</small>
          </div>
        )}
        {!told && account?.invite === 'open' && account.invite_until && (
          <small className="v-mute">
            {t('staff.invite.open', { when: when(account.invite_until) })}
          </small>
        )}
        {!told && account?.invite === 'expired' && account.invite_until && (
          <small className="v-mute">
            {t('staff.invite.expired', { when: when(account.invite_until) })}
          </small>
        )}
        {(invite.isError || revoke.isError) && (
          <p role="alert" className={classes['off']}>
            {problem(invite.error ?? revoke.error)}
          </p>
        )}
        {isGood && (
          <div className={classes['acts']}>
            <Button
              variant={account.has_password ? 'default' : 'filled'}
              loading={invite.isPending}
              onClick={() => invite.mutate()}
            >
              {word()}
            </Button>
            {account.invite === 'open' && (
              <Button variant="default" loading={revoke.isPending} onClick={() => revoke.mutate()}>
                {t('staff.invite.revoke')}
              </Button>
            )}
          </div>
        )}
      </div>
    </Panel>
  );
}

/** As this browser reaches the hub: behind a front the hub itself may know another name. */
function linkOf(invite: Invite): string {
  return `${location.origin}${invite.path}`;
}
