import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { askTelegram, type Contact, myNoticesQuery, noticeKeys, unlink } from '@/api/notices';
import classes from '@/features/crm/Links.module.css';
import { useProblem } from '@/ui/problem';

/** One's own Telegram: a link to the bot that makes the chat one's own. */
export function TelegramLink({ contact }: { contact: Contact }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const ask = useMutation({ mutationFn: askTelegram });
  const drop = useMutation({
    mutationFn: () => unlink('telegram'),
    onSuccess: (made) => {
      ask.reset();
      memory.setQueryData(noticeKeys.mine, made);
    },
  });
  // The link is made in another program: looked for while its code is shown.
  const waits = ask.data !== undefined && contact.telegram === null;
  useQuery({ ...myNoticesQuery, refetchInterval: waits ? 2000 : false });
  const failed = ask.error ?? drop.error;
  return (
    <div className={classes['page']}>
      <b>{t('links.name.telegram')}</b>
      {contact.telegram !== null ? (
        <p className={classes['copy']}>
          {contact.telegram}
          <Button
            size="compact-sm"
            variant="default"
            loading={drop.isPending}
            onClick={() => drop.mutate()}
          >
            {t('links.unlink')}
          </Button>
        </p>
      ) : ask.data ? (
        <>
          <p className={classes['copy']}>
            <Button component="a" href={ask.data.url} target="_blank" rel="noopener noreferrer">
              {t('links.openBot', { bot: ask.data.bot })}
            </Button>
          </p>
          <p className={classes['copy']}>
            {t('links.orWrite')} <code>/start {ask.data.code}</code>
          </p>
          <p className={classes['text']} role="status">
            {t('links.waitingBot')}
          </p>
        </>
      ) : (
        <p>
          <Button variant="default" loading={ask.isPending} onClick={() => ask.mutate()}>
            {t('links.linkTelegram')}
          </Button>
        </p>
      )}
      {failed && (
        <p role="alert" className={classes['bad']}>
          {problem(failed)}
        </p>
      )}
    </div>
  );
}
