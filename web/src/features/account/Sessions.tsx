import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { endOtherSessions, endSession } from '@/api/account';
import { Failure } from '@/ui/Failure';
import { harmless } from '@/ui/harmless';
import { useMoments } from '@/ui/place';
import classes from './Account.module.css';
import { Card, Wrong } from './Card';
import { deviceName } from './device';
import { sessionsQuery } from './queries';

/** Where I am signed in; any of it can be ended at once. */
export function Sessions() {
  const { t } = useTranslation();
  const moments = useMoments();
  const memory = useQueryClient();
  const sessions = useQuery(sessionsQuery);
  const renew = () => void memory.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  const end = useMutation({ mutationFn: endSession, onSettled: renew });
  const others = useMutation({ mutationFn: endOtherSessions, onSettled: renew });
  const rows = sessions.data ?? [];
  return (
    <Card title={t('account.sessions.title')} why={t('account.sessions.why')}>
      {sessions.isError && <Failure error={sessions.error} retry={() => void sessions.refetch()} />}
      <ul className={classes['rows']} aria-busy={sessions.isPending}>
        {rows.map((row) => (
          <li key={row.id}>
            <div>
              <b title={harmless(row.device)}>
                {deviceName(harmless(row.device)) || t('account.sessions.unknown')}
              </b>
              <small>
                {row.is_this
                  ? t('account.sessions.this', { address: row.address })
                  : t('account.sessions.seen', {
                      address: row.address,
                      when: moments.full(row.seen_at),
                    })}
              </small>
            </div>
            {!row.is_this && (
              <Button
                size="compact-sm"
                variant="subtle"
                color="red"
                aria-label={t('account.sessions.endWhat', { name: deviceName(row.device) })}
                loading={end.isPending && end.variables === row.id}
                onClick={() => end.mutate(row.id)}
              >
                {t('account.sessions.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Wrong error={end.error ?? others.error} />
      {rows.length > 1 && (
        <div className={classes['acts']}>
          <Button variant="default" loading={others.isPending} onClick={() => others.mutate()}>
            {t('account.sessions.endOthers')}
          </Button>
        </div>
      )}
    </Card>
  );
}
