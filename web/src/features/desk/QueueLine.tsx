import { useTranslation } from 'react-i18next';
import { useCalls } from '@/app/context';
import { waitingInQueues } from '@/live/moves';
import { Timer } from '@/ui/Timer';
import classes from './NowList.module.css';

/** How many wait in queues, and the longest of them; its place is there when nobody waits, too. */
export default function QueueLine() {
  const { t } = useTranslation();
  const waiting = waitingInQueues(useCalls());
  return (
    <p className={classes['queue']} data-testid="queue-line">
      {waiting && (
        <>
          <b>{t('desk.queueName')}:</b> {t('desk.queue', { count: waiting.count })},{' '}
          {t('desk.longest')} <Timer since={waiting.since} />
        </>
      )}
    </p>
  );
}
