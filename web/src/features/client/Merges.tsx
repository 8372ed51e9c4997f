import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { mergesQuery, undoMerge } from '@/api/cards';
import { keys } from '@/api/queries';
import type { Client } from '@/api/types';
import { useMinute } from '@/ui/clock';
import { harmless } from '@/ui/harmless';
import { useMoments } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import classes from './Card.module.css';

/** What went into a card, and the way back. */
export function Merges({ client }: { client: Client }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const problem = useProblem();
  const memory = useQueryClient();
  const query = useQuery({ ...mergesQuery(client.id), enabled: (client.merges ?? 0) > 0 });
  const undo = useMutation({
    mutationFn: (merge: number) => undoMerge(merge, client.version),
    onSuccess: (done) => {
      memory.setQueryData(keys.client(client.id), done.client);
      for (const key of [keys.clients, keys.client(client.id), keys.history(client.id)]) {
        void memory.invalidateQueries({ queryKey: key });
      }
      notifications.show({ message: t('card.parted', { count: done.back.length }) });
    },
  });
  const open = (query.data ?? []).filter((one) => one.undone_at === null);
  if (open.length === 0) return null;
  return (
    <section className="v-card" aria-labelledby="merges-title">
      <div className="v-head">
        <h2 id="merges-title">{t('card.merged')}</h2>
      </div>
      <ul className={classes['plain']}>
        {open.map((one) => (
          <li key={one.id} className={classes['fieldRow']}>
            <span>
              {harmless(one.names.join(', '))}
              <small>
                {moments.dayTime(one.at, minute)} · {one.author}
              </small>
            </span>
            <Button
              size="compact-sm"
              variant="default"
              disabled={!one.can_undo}
              title={one.can_undo ? undefined : t('card.lastFirst')}
              loading={undo.isPending && undo.variables === one.id}
              onClick={() => window.confirm(t('card.partSure')) && undo.mutate(one.id)}
            >
              {t('card.part')}
            </Button>
          </li>
        ))}
      </ul>
      {undo.isError && (
        <p role="alert" className={classes['failed']}>
          {problem(undo.error)}
        </p>
      )}
    </section>
  );
}
