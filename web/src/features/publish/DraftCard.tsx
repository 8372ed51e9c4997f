import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { checkQuery, type Draft, draftQuery, dropDraft } from '@/api/publish';
import { draft as store } from '@/features/scheme/draft';
import { useMinute } from '@/ui/clock';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { useMoments } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';
import { Differences } from './Differences';
import { Problems } from './Problems';
import classes from './Publish.module.css';
import { PublishForm } from './PublishForm';

type Props = { draft: Draft; upload: React.ReactNode; onPublished(version: number): void };

/** What the draft changes, what is wrong with it, and the way to put it in force. */
export function DraftCard({ draft, upload, onPublished }: Props) {
  const { t, i18n } = useTranslation();
  const moments = useMoments();
  const now = useMinute();
  const check = useQuery(checkQuery(draft, i18n.language));
  const [isDropping, setDropping] = useState(false);
  if (!draft.is_changed) {
    return (
      <section className="v-card" aria-label={t('publish.draft')}>
        <Empty title={t('publish.none.title')}>
          <p>{t('publish.none.text')}</p>
          <div className={classes['acts']}>
            <Button component={Link} to="/schemes" variant="default">
              {t('publish.none.schemes')}
            </Button>
            {upload}
          </div>
        </Empty>
      </section>
    );
  }
  return (
    <section className="v-card" aria-label={t('publish.draft')}>
      <header className="v-head">
        <h2>{t('publish.draft')}</h2>
        <small>
          {draft.changed_at && t('publish.saved', { when: moments.dayTime(draft.changed_at, now) })}
        </small>
      </header>
      <div className={classes['body']}>
        {check.isPending && <p className="v-mute">{t('publish.checking')}</p>}
        {check.isError && !check.data && (
          <Failure error={check.error} retry={() => void check.refetch()} />
        )}
        {check.data && (
          <>
            {check.data.plan.length > 0 ? (
              <Differences changes={check.data.plan} />
            ) : (
              <p>{t('publish.onlyDrawn')}</p>
            )}
            <Problems problems={check.data.problems} office={draft.office} />
            <PublishForm draft={draft} check={check.data} onPublished={onPublished} />
          </>
        )}
        <div className={classes['foot']}>
          {upload}
          <Button variant="subtle" color="red" onClick={() => setDropping(true)}>
            {t('publish.drop')}
          </Button>
        </div>
      </div>
      {isDropping && <DropDraft onClose={() => setDropping(false)} />}
    </section>
  );
}

function DropDraft({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const drop = useMutation({
    mutationFn: dropDraft,
    onSuccess: async () => {
      store.forget();
      await memory.invalidateQueries({ queryKey: draftQuery.queryKey });
      onClose();
    },
  });
  return (
    <Window title={t('publish.dropTitle')} onClose={onClose}>
      <div className={classes['window']}>
        <p>{t('publish.dropText')}</p>
        {drop.error && (
          <p role="alert" className={classes['bad']}>
            {problem(drop.error)}
          </p>
        )}
        <div className={classes['end']}>
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('action.cancel')}
          </Button>
          <Button color="red" loading={drop.isPending} onClick={() => drop.mutate()}>
            {t('publish.dropSure')}
          </Button>
        </div>
      </div>
    </Window>
  );
}
