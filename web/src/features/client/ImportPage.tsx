import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import {
  addImport,
  type ClientImport,
  cardKeys,
  changeImport,
  dropImport,
  importQuery,
  importsQuery,
  isBusy,
  runImport,
  undoImport,
} from '@/api/cards';
import { ApiError } from '@/api/error';
import { keys } from '@/api/queries';
import { Top } from '@/app/Top';
import { Panel } from '@/features/gsm/Panel';
import { useMinute } from '@/ui/clock';
import { Failure } from '@/ui/Failure';
import { harmless } from '@/ui/harmless';
import { useMoments } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import { useTitle } from '@/ui/title';
import classes from './Card.module.css';
import clients from './Clients.module.css';
import { ImportLook } from './ImportLook';

/** Clients from a file: chosen, looked through, brought in, taken back. */
export function ImportPage() {
  const { t } = useTranslation();
  useTitle(t('card.import'));
  const [params, setParams] = useSearchParams();
  const id = Number(params.get('id') ?? 0);
  return (
    <>
      <Top />
      <div className={clients['head']}>
        <h1>{t('card.import')}</h1>
        <Button component={Link} to="/clients" variant="default">
          {t('card.toClients')}
        </Button>
      </div>
      <div className={classes['stack']}>
        {id > 0 ? (
          <One key={id} id={id} onOther={() => setParams({})} />
        ) : (
          <>
            <Choose onTaken={(row) => setParams({ id: String(row.id) })} />
            <Before />
          </>
        )}
      </div>
    </>
  );
}

function Choose({ onTaken }: { onTaken(row: ClientImport): void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [isOver, setOver] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const send = useMutation({ mutationFn: addImport, onSuccess: onTaken });
  return (
    <Panel title={t('card.chooseFile')}>
      <div className={classes['body']}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: a place to drop at; the button in it does the same */}
        <div
          className={classes['drop']}
          data-over={isOver}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            const file = event.dataTransfer.files[0];
            if (file) send.mutate(file);
          }}
        >
          <b>{t('card.dropHere')}</b>
          <input
            ref={field}
            type="file"
            className="v-hidden"
            tabIndex={-1}
            aria-label={t('card.chooseFile')}
            accept=".csv,.tsv,.txt,.xlsx,.vcf"
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              event.currentTarget.value = '';
              if (file) send.mutate(file);
            }}
          />
          <Button loading={send.isPending} onClick={() => field.current?.click()}>
            {t('card.chooseFile')}
          </Button>
          <p className="v-mute">{t('card.importLead')}</p>
          {send.isError && (
            <p role="alert" className={classes['failed']}>
              {problem(send.error)}
            </p>
          )}
        </div>
      </div>
    </Panel>
  );
}

/** Imports of before: what they did, and the way back. */
function Before() {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const query = useQuery(importsQuery);
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!query.data?.length) return null;
  return (
    <Panel title={t('card.before')}>
      <ul className={classes['plain']}>
        {query.data.map((one) => (
          <li key={one.id} className={classes['fieldRow']}>
            <span>
              {harmless(one.name)}
              <small>
                {moments.dayTime(one.at, minute)} · {one.author} ·{' '}
                {t(`card.state.${one.state as 'ready'}`)}
              </small>
            </span>
            <Button
              component={Link}
              to={`/clients/import?id=${one.id}`}
              size="compact-md"
              variant="default"
            >
              {t('card.open')}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function One({ id, onOther }: { id: number; onOther(): void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const moments = useMoments();
  const memory = useQueryClient();
  const query = useQuery(importQuery(id));
  const it = query.data;
  const done = (row: ClientImport) => memory.setQueryData(cardKeys.import(id), row);
  const act = useMutation({
    mutationFn: (deed: () => Promise<ClientImport>) => deed(),
    onSuccess: done,
  });
  const drop = useMutation({ mutationFn: () => dropImport(id), onSuccess: onOther });
  const isOver = it?.state === 'done' || it?.state === 'undone';
  useEffect(() => {
    if (isOver) void memory.invalidateQueries({ queryKey: keys.clients });
  }, [isOver, memory]);
  if (query.isError) {
    return (
      <section className="v-card">
        <Failure error={query.error} retry={() => void query.refetch()} />
      </section>
    );
  }
  if (!it) return null;
  const why = it.why
    ? new ApiError(422, String(it.why['code']), '', it.why['facts'] as never)
    : null;
  return (
    <Panel
      title={harmless(it.name)}
      note={[it.kind, it.encoding].filter(Boolean).join(', ').toUpperCase()}
    >
      <div className={classes['body']}>
        <p role="status">
          <b>{t(`card.state.${it.state as 'ready'}`)}</b>
          {isBusy(it) && it.done > 0 && ` · ${t('card.lines', { count: it.done })}`}
          {it.state === 'undone' && it.stays > 0 && ` · ${t('card.stays', { count: it.stays })}`}
        </p>
        {isBusy(it) && (
          <progress
            className={classes['progress']}
            aria-label={t(`card.state.${it.state as 'ready'}`)}
            {...(it.total > 0 && it.state !== 'reading' ? { value: it.done, max: it.total } : {})}
          />
        )}
        {why && (
          <p role="alert" className={classes['failed']}>
            {problem(why)}
          </p>
        )}
        {(it.state === 'ready' || isOver) && (
          <ImportLook
            it={it}
            isPending={act.isPending}
            onChange={(change) => act.mutate(() => changeImport(id, change))}
          />
        )}
        {(act.isError || drop.isError) && (
          <p role="alert" className={classes['failed']}>
            {problem(act.error ?? drop.error)}
          </p>
        )}
        <div className={classes['tools']}>
          {it.state === 'ready' && (
            <Button
              loading={act.isPending}
              disabled={it.counts.made + it.counts.changed === 0}
              onClick={() => act.mutate(() => runImport(id))}
            >
              {t('card.runImport', { count: it.counts.made + it.counts.changed })}
            </Button>
          )}
          {it.state === 'done' && it.undo_until && (
            <Button
              variant="default"
              loading={act.isPending}
              onClick={() => window.confirm(t('card.undoSure')) && act.mutate(() => undoImport(id))}
            >
              {t('card.undoImport')}
            </Button>
          )}
          {(it.state === 'ready' || it.state === 'failed') && (
            <Button variant="default" loading={drop.isPending} onClick={() => drop.mutate()}>
              {t('action.cancel')}
            </Button>
          )}
          {isOver && (
            <Button variant="default" onClick={onOther}>
              {t('card.otherFile')}
            </Button>
          )}
        </div>
        {it.state === 'done' && it.undo_until && (
          <p className="v-mute">{t('card.undoUntil', { when: moments.full(it.undo_until) })}</p>
        )}
      </div>
    </Panel>
  );
}
