import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { clientListQuery, mergeCards, previewMerge } from '@/api/cards';
import { ApiError } from '@/api/error';
import { readClients } from '@/api/hub';
import { keys } from '@/api/queries';
import type { Client } from '@/api/types';
import { Top } from '@/app/Top';
import { Panel } from '@/features/gsm/Panel';
import { Failure } from '@/ui/Failure';
import { harmless } from '@/ui/harmless';
import { prettyNumber } from '@/ui/phone';
import { useProblem } from '@/ui/problem';
import { SearchField } from '@/ui/SearchField';
import { useTitle } from '@/ui/title';
import classes from './Card.module.css';
import { useLabelName } from './Chips';
import clients from './Clients.module.css';

/** Cards become one: which are meant, whose value each field gets, and what comes of it. */
export function MergePage() {
  const { t } = useTranslation();
  useTitle(t('card.merge'));
  const problem = useProblem();
  const navigate = useNavigate();
  const memory = useQueryClient();
  const label = useLabelName();
  const [params, setParams] = useSearchParams();
  const ids = [...new Set((params.get('ids') ?? '').split(',').map(Number))].filter((id) => id > 0);
  const [take, setTake] = useState<Record<string, number>>({});
  const look = useQuery({
    queryKey: ['client-merge', ids, take],
    queryFn: () => previewMerge(ids, take),
    enabled: ids.length > 1,
    retry: false,
    placeholderData: (before) => before,
  });
  const preview = ids.length > 1 ? look.data : undefined;
  const merge = useMutation({
    mutationFn: () =>
      mergeCards({
        clients: (preview?.clients ?? []).map(({ id, version }) => ({ id, version })),
        take,
      }),
    onSuccess: ({ client }) => {
      memory.setQueryData(keys.client(client.id), client);
      void memory.invalidateQueries({ queryKey: keys.clients });
      notifications.show({ message: t('card.mergedDone') });
      void navigate(`/clients/${client.id}`);
    },
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'stale') void look.refetch();
    },
  });
  const put = (next: number[]) => setParams({ ids: next.join(',') }, { replace: true });
  const kept = preview?.clients[0];
  return (
    <>
      <Top />
      <div className={clients['head']}>
        <h1>{t('card.merge')}</h1>
      </div>
      <div className={classes['stack']}>
        <Panel title={t('card.whichCards')} note={t('card.firstKept')}>
          <ul className={classes['plain']}>
            {preview?.clients.map((one, index) => (
              <li key={one.id} className={classes['fieldRow']}>
                <span>
                  <b>{titleOf(one)}</b> {index === 0 && <small>{t('card.kept')}</small>}
                  <small>{numbersOf(one)}</small>
                </span>
                <span className={classes['tools']}>
                  {index > 0 && (
                    <Button
                      size="compact-sm"
                      variant="default"
                      onClick={() => put([one.id, ...ids.filter((id) => id !== one.id)])}
                    >
                      {t('card.keepThis')}
                    </Button>
                  )}
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    onClick={() => put(ids.filter((id) => id !== one.id))}
                  >
                    {t('card.leaveOut')}
                  </Button>
                </span>
              </li>
            ))}
          </ul>
          <Pick exclude={ids} onPick={(id) => put([...ids, id])} />
        </Panel>
        {look.isError && ids.length > 1 && (
          <section className="v-card">
            <Failure error={look.error} retry={() => void look.refetch()} />
          </section>
        )}
        {preview && (
          <>
            {preview.choices.length > 0 && (
              <Panel title={t('card.choose')}>
                <div className={classes['body']}>
                  {preview.choices.map((choice) => (
                    <fieldset key={choice.field} className={classes['choices']}>
                      <legend>{choice.title || t(`card.field.${choice.field as 'name'}`)}</legend>
                      {choice.options.map((option) => (
                        <label key={option.client} className={classes['option']}>
                          <input
                            type="radio"
                            name={choice.field}
                            checked={(take[choice.field] ?? choice.taken) === option.client}
                            onChange={() => setTake({ ...take, [choice.field]: option.client })}
                          />
                          {harmless(option.text)}
                        </label>
                      ))}
                    </fieldset>
                  ))}
                </div>
              </Panel>
            )}
            <Panel title={t('card.result')}>
              <dl className={classes['facts']}>
                <div>
                  <dt>{t('client.name')}</dt>
                  <dd>
                    {harmless([preview.name, preview.company_name].filter(Boolean).join(', '))}
                  </dd>
                </div>
                <div>
                  <dt>{t('client.phones')}</dt>
                  <dd>{preview.phones.map(prettyNumber).join(', ') || '—'}</dd>
                </div>
                {preview.emails.length > 0 && (
                  <div>
                    <dt>{t('card.emails')}</dt>
                    <dd>{preview.emails.join(', ')}</dd>
                  </div>
                )}
                {preview.tags.length + preview.lists.length > 0 && (
                  <div>
                    <dt>{t('marks.tags')}</dt>
                    <dd>
                      {[
                        ...preview.lists.map((one) => label('list', one)),
                        ...preview.tags.map((one) => label('tag', one)),
                      ].join(', ')}
                    </dd>
                  </div>
                )}
                <div>
                  <dt>{t('card.goesAlong')}</dt>
                  <dd>
                    {t('card.along', {
                      calls: preview.calls,
                      notes: preview.notes,
                      files: preview.files,
                    })}
                  </dd>
                </div>
              </dl>
              {merge.isError && (
                <p role="alert" className={classes['failed']}>
                  {problem(merge.error)}
                </p>
              )}
              <div className={classes['body']}>
                <div className={classes['tools']}>
                  <Button loading={merge.isPending} onClick={() => merge.mutate()}>
                    {t('card.mergeNow', { count: preview.clients.length })}
                  </Button>
                  <Button
                    variant="default"
                    onClick={() => void navigate(kept ? `/clients/${kept.id}` : '/clients')}
                  >
                    {t('action.cancel')}
                  </Button>
                </div>
                <p className="v-mute">{t('card.canPart')}</p>
              </div>
            </Panel>
          </>
        )}
      </div>
    </>
  );
}

/** Finds one more card to join. */
function Pick({ exclude, onPick }: { exclude: number[]; onPick(id: number): void }) {
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const found = useQuery({
    queryKey: [...clientListQuery({ q }).queryKey, 'pick'],
    queryFn: () => readClients(q.trim(), undefined, 6),
    enabled: q.trim().length > 1,
  });
  const items = (q.trim() ? (found.data?.items ?? []) : []).filter(
    (one) => !exclude.includes(one.id),
  );
  return (
    <div className={classes['body']}>
      <SearchField label={t('card.findMore')} value={q} onChange={setQ} />
      {found.isSuccess && q.trim().length > 1 && items.length === 0 && (
        <p className="v-mute">{t('client.nothing')}</p>
      )}
      <div className={classes['tools']}>
        {items.map((one) => (
          <Button
            key={one.id}
            variant="default"
            onClick={() => {
              setQ('');
              onPick(one.id);
            }}
          >
            {titleOf(one)}
          </Button>
        ))}
      </div>
    </div>
  );
}

export function titleOf(client: Client): string {
  return harmless(
    client.name || client.company_name || client.phones[0]?.pretty || `№ ${client.id}`,
  );
}

export function numbersOf(client: Client): string {
  const said = [client.name ? client.company_name : '', ...client.phones.map((one) => one.pretty)];
  return harmless([...said, ...(client.emails ?? [])].filter(Boolean).join(' · '));
}
