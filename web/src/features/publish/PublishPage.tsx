import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { draftQuery } from '@/api/publish';
import { useMe } from '@/app/context';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { sees } from '@/features/cabinet/places';
import { draft as store } from '@/features/scheme/draft';
import { useMinute } from '@/ui/clock';
import { Failure } from '@/ui/Failure';
import { useMoments } from '@/ui/place';
import { Conflicts } from './Conflicts';
import { DraftCard } from './DraftCard';
import { History } from './History';
import classes from './Publish.module.css';
import { Running } from './Running';
import { Upload } from './Upload';

/** From the draft to what runs: the difference, its problems, publishing, and all that was. */
export function PublishPage() {
  const { t } = useTranslation();
  return (
    <Cabinet title={t('publish.title')}>
      <Rooms />
    </Cabinet>
  );
}

function Rooms() {
  const { t } = useTranslation();
  const { role } = useMe();
  const [isSaved, setSaved] = useState(false);
  const [just, setJust] = useState<number | null>(null);
  // What was typed a moment ago in the constructor must be in the draft that is looked at.
  useEffect(() => {
    void store.save().finally(() => setSaved(true));
  }, []);
  const draft = useQuery({ ...draftQuery, enabled: isSaved && sees(role, 'administrator') });
  return (
    <div className={classes['page']}>
      <div className={classes['stack']}>
        {store.isUnsaved && isSaved && (
          <p role="alert" className={classes['bar']}>
            {t('publish.unsaved')}
          </p>
        )}
        {draft.isPending && (
          <section className="v-card">
            <p className={classes['wait']}>{t('publish.loading')}</p>
          </section>
        )}
        {draft.isError && !draft.data && (
          <section className="v-card">
            <Failure error={draft.error} retry={() => void draft.refetch()} />
          </section>
        )}
        {draft.data && (
          <>
            <Others others={draft.data.others} />
            {draft.data.stale ? (
              <Conflicts
                key={draft.data.conflicts.map((one) => one.place).join()}
                draft={draft.data}
                onSettled={() => store.forget()}
              />
            ) : (
              <DraftCard
                draft={draft.data}
                upload={<Upload draft={draft.data} />}
                onPublished={setJust}
              />
            )}
          </>
        )}
      </div>
      <div className={classes['stack']}>
        <Running just={just} />
        <History onPublished={setJust} />
      </div>
    </div>
  );
}

/** Who else is changing the office: people talk to each other sooner than they merge. */
function Others({ others }: { others: readonly { name: string; changed_at: string }[] }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const now = useMinute();
  if (others.length === 0) return null;
  const names = others
    .map((one) => `${one.name} (${moments.dayTime(one.changed_at, now)})`)
    .join(', ');
  return (
    <p role="status" className={classes['bar']}>
      {t('publish.others', { names })}
    </p>
  );
}
