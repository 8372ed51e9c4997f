import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Version, versionsQuery, yamlOf } from '@/api/publish';
import { useMinute } from '@/ui/clock';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { useMoments } from '@/ui/place';
import { Compare } from './Compare';
import classes from './Publish.module.css';
import { RollBack } from './RollBack';

const STEP = 20;

/** Every version: who, when, why, what became of it; and the ways back to it. */
export function History({ onPublished }: { onPublished(version: number): void }) {
  const { t } = useTranslation();
  const [limit, setLimit] = useState(STEP);
  const [compared, setCompared] = useState<Version | null>(null);
  const [wanted, setWanted] = useState<Version | null>(null);
  const versions = useQuery(versionsQuery(limit));
  const items = versions.data?.items ?? [];
  const newest = items[0]?.version ?? 0;
  return (
    <section className="v-card" aria-label={t('publish.history')}>
      <header className="v-head">
        <h2>{t('publish.history')}</h2>
      </header>
      {versions.isPending && <p className={classes['wait']}>{t('publish.loading')}</p>}
      {versions.isError && !versions.data && (
        <Failure error={versions.error} retry={() => void versions.refetch()} />
      )}
      {versions.data && items.length === 0 && <Empty title={t('publish.now.nothing')} />}
      <ol className={classes['history']}>
        {items.map((one) => (
          <Row
            key={one.version}
            version={one}
            isNewest={one.version === newest}
            compare={() => setCompared(one)}
            rollBack={() => setWanted(one)}
          />
        ))}
      </ol>
      {versions.data?.next && (
        <div className={classes['more']}>
          <Button
            variant="default"
            loading={versions.isFetching}
            onClick={() => setLimit((had) => Math.min(had + STEP, 200))}
            disabled={limit >= 200}
          >
            {t('publish.more')}
          </Button>
        </div>
      )}
      {compared && (
        <Compare
          versions={items}
          from={Math.max(1, compared.version - 1)}
          to={compared.version}
          onClose={() => setCompared(null)}
        />
      )}
      {wanted && (
        <RollBack
          version={wanted}
          newest={newest}
          onClose={() => setWanted(null)}
          onPublished={onPublished}
        />
      )}
    </section>
  );
}

type RowProps = { version: Version; isNewest: boolean; compare(): void; rollBack(): void };

function Row({ version: one, isNewest, compare, rollBack }: RowProps) {
  const { t } = useTranslation();
  const moments = useMoments();
  const now = useMinute();
  const name = { version: one.version };
  return (
    <li className={classes['version']}>
      <div className={classes['line']}>
        <b>{t('publish.version', name)}</b>
        <span className={classes['state']} data-state={one.state}>
          {t(`publish.state.${one.state}`)}
        </span>
        <small className="v-mute" title={moments.full(one.at)}>
          {moments.dayTime(one.at, now)}
          {' · '}
          {one.author || t(one.restored_from ? 'publish.byItself' : 'publish.byVochi')}
        </small>
      </div>
      {one.restored_from !== null && (
        <p className="v-mute">{t('publish.restored', { version: one.restored_from })}</p>
      )}
      {one.reason && <p className={classes['reason']}>{one.reason}</p>}
      {one.problems.map((text) => (
        <p key={text} className={classes['bad']}>
          {text}
        </p>
      ))}
      <div className={classes['rowActs']}>
        <Button
          size="compact-sm"
          variant="default"
          onClick={compare}
          aria-label={t('publish.whatOf', name)}
        >
          {t('publish.what')}
        </Button>
        {!isNewest && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={rollBack}
            aria-label={t('publish.backOf', name)}
          >
            {t('publish.back')}
          </Button>
        )}
        <a href={yamlOf(one.version)} download aria-label={t('publish.fileOf', name)}>
          {t('publish.file')}
        </a>
      </div>
    </li>
  );
}
