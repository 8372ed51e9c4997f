import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { letReturn, type PersonRow } from '@/api/people';
import { Panel } from '@/features/gsm/Panel';
import { useMinute } from '@/ui/clock';
import { useMoments } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import classes from './People.module.css';
import { useRefreshed } from './queries';

type Props = { person: PersonRow; people: PersonRow[] };

/** Somebody who has left: since when, who has his calls, and the way back. */
export function LeftPanel({ person, people }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const moments = useMoments();
  const minute = useMinute();
  const refreshed = useRefreshed();
  const back = useMutation({
    mutationFn: () => letReturn(person.person ?? ''),
    onSuccess: (saved) => {
      notifications.show({
        message: t('staff.leave.returned', { name: person.name, extension: saved.extension }),
      });
      return refreshed();
    },
  });
  const heir = people.find((one) => !one.left_at && one.extension === person.left_to);
  const to =
    person.left_to === 'voicemail'
      ? t('staff.leave.voicemailShort')
      : (heir?.name ?? person.left_to ?? '');
  return (
    <Panel title={person.name} note={person.extension ?? ''}>
      <div className={classes['body']}>
        <p>
          {t('staff.leave.left', {
            when: person.left_at ? moments.dayTime(person.left_at, minute) : '',
            to,
          })}
        </p>
        {back.isError && (
          <p role="alert" className={classes['off']}>
            {problem(back.error)}
          </p>
        )}
        <div className={classes['acts']}>
          <Button loading={back.isPending} onClick={() => back.mutate()}>
            {t('staff.leave.return')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
