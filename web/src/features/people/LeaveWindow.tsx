import { Button, NativeSelect } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { letLeave, peopleQuery, readLeaving } from '@/api/people';
import { officeQuery } from '@/api/queries';
import styles from '@/features/office/Office.module.css';
import { Failure } from '@/ui/Failure';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';
import classes from './People.module.css';
import { useRefreshed } from './queries';
import { Waiting } from './Waiting';

/** Somebody leaves: what he has is told before, then who takes his calls is chosen (S33). */
export function LeaveWindow({ person, onClose }: { person: string; onClose(): void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const navigate = useNavigate();
  const refreshed = useRefreshed();
  const office = useQuery(officeQuery).data;
  const version = useQuery(peopleQuery).data?.version ?? 0;
  const told = useQuery({
    queryKey: ['leaving', person, version],
    queryFn: () => readLeaving(person),
  });
  const others = office?.people.filter((one) => one.id !== person) ?? [];
  const own = office?.departments.find((one) => one.members.includes(person));
  const [chosen, setChosen] = useState<string | null>(null);
  const to = chosen ?? own?.number ?? others[0]?.extension ?? 'voicemail';
  const leave = useMutation({
    mutationFn: () => letLeave(person, to, version),
    onSuccess: async () => {
      notifications.show({ message: t('staff.leave.done', { name: told.data?.name ?? '' }) });
      onClose();
      await refreshed();
      void navigate('/people');
    },
  });
  const held = told.data;
  return (
    <Window title={t('staff.leave.title', { name: held?.name ?? '' })} onClose={onClose} size="lg">
      {told.isPending && <Waiting />}
      {told.isError && <Failure error={told.error} retry={() => void told.refetch()} />}
      {held && (
        <form
          className={styles['form']}
          onSubmit={(event) => {
            event.preventDefault();
            leave.mutate();
          }}
        >
          <div>
            <b>{t('staff.leave.has')}</b>
            <ul className={classes['held']}>
              {held.held.length === 0 && <li className="v-mute">{t('staff.leave.nothing')}</li>}
              {held.held.map((one) => (
                <li key={`${one.place} ${one.code}`}>{one.text}</li>
              ))}
              {held.phones.length > 0 && (
                <li>{t('staff.leave.phones', { phones: held.phones.join(', ') })}</li>
              )}
              {held.clients > 0 && <li>{t('staff.leave.clients', { count: held.clients })}</li>}
              {held.missed > 0 && <li>{t('staff.leave.missed', { count: held.missed })}</li>}
              {held.forwards.length > 0 && (
                <li>{t('staff.leave.forwards', { numbers: held.forwards.join(', ') })}</li>
              )}
              {held.login && <li>{t('staff.leave.login', { login: held.login })}</li>}
            </ul>
          </div>
          <NativeSelect
            label={t('staff.leave.to')}
            value={to}
            onChange={(event) => setChosen(event.currentTarget.value)}
          >
            <optgroup label={t('staff.leave.people')}>
              {others.map((one) => (
                <option key={one.id} value={one.extension}>
                  {one.name} · {one.extension}
                </option>
              ))}
            </optgroup>
            <optgroup label={t('staff.leave.departments')}>
              {office?.departments.map((one) => (
                <option key={one.number} value={one.number}>
                  {one.name} · {one.number}
                </option>
              ))}
            </optgroup>
            <option value="voicemail">{t('staff.leave.voicemail')}</option>
          </NativeSelect>
          <p className="v-mute">{t('staff.leave.kept', { extension: held.extension })}</p>
          {leave.isError && (
            <p role="alert" className={styles['bad']}>
              {problem(leave.error)}
            </p>
          )}
          <div className={styles['acts']}>
            <Button type="submit" color="red" loading={leave.isPending}>
              {t('staff.leave.sure')}
            </Button>
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
          </div>
        </form>
      )}
    </Window>
  );
}
