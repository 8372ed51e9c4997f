import { useTranslation } from 'react-i18next';
import {
  type Channel,
  noticeKeys,
  type Post,
  postsQuery,
  replayDead,
  replayPost,
} from '@/api/notices';
import { Parcels } from '@/features/parcels/Parcels';
import classes from '@/features/parcels/Parcels.module.css';
import { SendMany } from '@/features/parcels/SendMany';

/** What became of each notice, with a way to send it again. */
export function Posts({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  return (
    <Parcels<Post>
      title={t('links.posts')}
      pages={(state) => postsQuery(channel.kind, state)}
      all={t('links.posted.all')}
      states={{
        waiting: t('links.posted.waiting'),
        done: t('links.posted.done'),
        dead: t('links.posted.dead'),
      }}
      none={t('links.noPosts')}
      tools={
        channel.dead > 0 && (
          <SendMany
            label={t('links.resendAll', { count: channel.dead })}
            send={() => replayDead(channel.kind)}
            keys={noticeKeys.posts}
          />
        )
      }
      row={{
        testId: 'post',
        state: (row) => t(`links.post.${row.state}`),
        name: (row) => row.subject,
        why: (row) => (row.why ? t(`links.why.${row.why}`) : ''),
        facts: (row) => [row.account, row.to],
        more: (row) => row.answer && <p className={classes['facts']}>{row.answer}</p>,
        again: {
          label: () => t('links.resend'),
          send: (row) => replayPost(row.id),
          key: noticeKeys.posts,
        },
      }}
    />
  );
}
