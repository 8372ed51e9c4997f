import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Channel, channelsQuery, dropChannel, noticeKeys, testChannel } from '@/api/notices';
import { useMe } from '@/app/context';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { sees } from '@/features/cabinet/places';
import classes from '@/features/crm/Links.module.css';
import { Panel } from '@/features/gsm/Panel';
import { Failure } from '@/ui/Failure';
import { useMoments } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import { BotForm } from './BotForm';
import { MailForm } from './MailForm';
import { Posts } from './Posts';

export function MailPage() {
  return <ChannelPage way="mail" />;
}
export function TelegramPage() {
  return <ChannelPage way="telegram" />;
}

/** A way to tell people: its settings, how it fares, what became of each notice. */
function ChannelPage({ way }: { way: Channel['kind'] }) {
  const { t } = useTranslation();
  const may = sees(useMe().role, 'administrator');
  const channels = useQuery({ ...channelsQuery, enabled: may });
  const channel = channels.data?.find((one) => one.kind === way);
  const Form = way === 'mail' ? MailForm : BotForm;
  return (
    <Cabinet title={t(`links.name.${way}`)}>
      <div className={classes['page']}>
        <Link to="/integrations" className={classes['back']}>
          ← {t('links.all')}
        </Link>
        {channels.isError && !channel && (
          <Failure error={channels.error} retry={() => void channels.refetch()} />
        )}
        {channels.isPending && may && (
          <p className={classes['none']} role="status">
            {t('links.reading')}
          </p>
        )}
        {channel && channel.state !== 'none' && <Standing channel={channel} />}
        {channel && <Form key={channel.state === 'none' ? 'new' : 'kept'} channel={channel} />}
        {channel && channel.state !== 'none' && <Posts channel={channel} />}
      </div>
    </Cabinet>
  );
}

function Standing({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const problem = useProblem();
  const memory = useQueryClient();
  const again = () => memory.invalidateQueries({ queryKey: noticeKeys.channels });
  const test = useMutation({ mutationFn: () => testChannel(channel.kind), onSuccess: again });
  const drop = useMutation({ mutationFn: () => dropChannel(channel.kind), onSuccess: again });
  const failed = test.error ?? drop.error;
  return (
    <Panel title={channel.kind === 'mail' ? channel.host : `@${channel.bot}`}>
      <div className={classes['body']}>
        <p>
          <span className={classes['state']} data-state={channel.state}>
            {t(`links.state.${channel.state}`)}
          </span>{' '}
          {channel.last_ok_at
            ? t('links.lastNotice', { when: moments.dayTime(channel.last_ok_at, Date.now()) })
            : t('links.noNotice')}
          {' · '}
          {t('links.linkedPeople', { count: channel.people })}
        </p>
        {channel.last_why && (
          <p className={classes['bad']}>
            {t(`links.why.${channel.last_why}`)} <small>{channel.last_answer}</small>
          </p>
        )}
        {channel.people === 0 && (
          <p className={classes['text']}>
            {t('links.nobodyLinked')} <Link to="/account">{t('links.toMine')}</Link>
          </p>
        )}
        {test.data && (
          <p className={classes[test.data.ok ? 'good' : 'bad']} role="status">
            {test.data.ok
              ? t(`links.testSent.${channel.kind}`)
              : t(`links.why.${test.data.why || 'broken'}`)}{' '}
            {test.data.answer && <small>{test.data.answer}</small>}
          </p>
        )}
        {failed && (
          <p role="alert" className={classes['bad']}>
            {problem(failed)}
          </p>
        )}
        <div className={classes['buttons']}>
          <Button
            size="xs"
            variant="default"
            loading={test.isPending}
            onClick={() => test.mutate()}
          >
            {t(`links.tryOut.${channel.kind}`)}
          </Button>
          <Button
            size="xs"
            variant="default"
            color="red"
            loading={drop.isPending}
            onClick={() => drop.mutate()}
          >
            {t('links.unlink')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
