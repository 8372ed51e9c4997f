import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { addHold, endHold, type Hold, holdsQuery } from '@/api/privacy';
import { officeQuery } from '@/api/queries';
import { Failure } from '@/ui/Failure';
import { useMoments, usePlace } from '@/ui/place';
import { midnight } from '@/ui/time';
import { Window } from '@/ui/Window';
import classes from './Privacy.module.css';
import { usePrivacyProblem } from './problem';

/** What nobody may remove, and why. */
export function Holds() {
  const { t } = useTranslation();
  const { full } = useMoments();
  const cache = useQueryClient();
  const [open, setOpen] = useState(false);
  const query = useQuery(holdsQuery);
  const again = () => cache.invalidateQueries({ queryKey: ['holds'] });
  const lift = useMutation({ mutationFn: endHold, onSuccess: again });
  return (
    <section className={`v-card ${classes['card']}`} aria-label={t('privacy.holds')}>
      <div className={classes['head']}>
        <h2>{t('privacy.holds')}</h2>
        <Button variant="default" onClick={() => setOpen(true)}>
          {t('privacy.putHold')}
        </Button>
      </div>
      <p className="v-mute">{t('privacy.holdsText')}</p>
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {!!query.data?.length && (
        <div className={classes['scroll']}>
          <table className={classes['table']}>
            <tbody>
              {query.data.map((one) => (
                <tr key={one.id}>
                  <td>
                    <About hold={one} />
                  </td>
                  <td>{one.reason}</td>
                  <td className="v-mute">
                    {full(one.at)}, {one.author}
                  </td>
                  <td>
                    <Button
                      size="xs"
                      variant="default"
                      loading={lift.isPending && lift.variables === one.id}
                      onClick={() => lift.mutate(one.id)}
                    >
                      {t('privacy.lift')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open && <HoldForm onClose={() => setOpen(false)} onDone={again} />}
    </section>
  );
}

function About({ hold }: { hold: Hold }) {
  const { t } = useTranslation();
  const { full } = useMoments();
  const span = [hold.since, hold.until].map((at) => (at ? full(at) : '…')).join(' – ');
  if (hold.client)
    return (
      <Link to={`/clients/${hold.client}`}>
        {hold.client_name ?? t('privacy.on.client', { id: hold.client })}
      </Link>
    );
  if (hold.call) return <Link to={`/calls/${hold.call}`}>{t('privacy.on.call')}</Link>;
  const name = hold.department ? (hold.department_name ?? hold.department) : '';
  return <>{[name, hold.since || hold.until ? span : ''].filter(Boolean).join(', ')}</>;
}

function HoldForm({ onClose, onDone }: { onClose(): void; onDone(): Promise<unknown> }) {
  const { t } = useTranslation();
  const { zone } = usePlace();
  const problem = usePrivacyProblem();
  const office = useQuery(officeQuery);
  const [kind, setKind] = useState<'department' | 'period'>('period');
  const [department, setDepartment] = useState('');
  const [since, setSince] = useState('');
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const put = useMutation({
    mutationFn: () =>
      addHold({
        kind,
        department: kind === 'department' ? department : '',
        since: since ? new Date(midnight(since, zone)).toISOString() : null,
        until: until ? new Date(midnight(until, zone)).toISOString() : null,
        reason,
      }),
    onSuccess: async () => {
      await onDone();
      onClose();
    },
  });
  return (
    <Window title={t('privacy.putHold')} onClose={onClose}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          put.mutate();
        }}
      >
        <p className="v-mute">{t('privacy.holdWhere')}</p>
        <Select
          label={t('privacy.on.what')}
          allowDeselect={false}
          data={(['period', 'department'] as const).map((value) => ({
            value,
            label: t(`privacy.on.${value}`),
          }))}
          value={kind}
          onChange={(value) => setKind(value === 'department' ? 'department' : 'period')}
        />
        {kind === 'department' && (
          <Select
            label={t('privacy.on.department')}
            data={(office.data?.departments ?? []).map((one) => ({
              value: one.number,
              label: one.name,
            }))}
            value={department}
            onChange={(value) => setDepartment(value ?? '')}
          />
        )}
        <TextInput
          type="date"
          label={t('privacy.since')}
          value={since}
          onChange={(event) => setSince(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('privacy.before')}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        <Textarea
          label={t('privacy.reason')}
          placeholder={t('privacy.reasonLike')}
          maxLength={300}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={put.isError ? problem(put.error) : undefined}
        />
        <div className={classes['end']}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button
            type="submit"
            loading={put.isPending}
            disabled={
              reason.trim().length < 3 || (kind === 'department' ? !department : !since || !until)
            }
          >
            {t('privacy.putHold')}
          </Button>
        </div>
      </form>
    </Window>
  );
}
