import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { changesQuery, type FieldChange, fieldsQuery, restore } from '@/api/cards';
import { keys } from '@/api/queries';
import type { Client } from '@/api/types';
import { usePeople } from '@/app/context';
import { useMinute } from '@/ui/clock';
import { Failure } from '@/ui/Failure';
import { harmless } from '@/ui/harmless';
import { prettyNumber } from '@/ui/phone';
import { useMoments, usePlace } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';
import classes from './Card.module.css';
import { useLabelName } from './Chips';

type Props = { client: Client; onClose(): void };

/** What each field of a card said before: who changed it, when; one value can be given back. */
export function Changes({ client, onClose }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const moments = useMoments();
  const minute = useMinute();
  const memory = useQueryClient();
  const words = useWords();
  const query = useInfiniteQuery(changesQuery(client.id));
  const give = useMutation({
    mutationFn: (change: number) => restore(client.id, change, client.version),
    onSuccess: (saved) => {
      memory.setQueryData(keys.client(saved.id), saved);
      void memory.invalidateQueries({ queryKey: keys.client(saved.id) });
    },
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Window onClose={onClose} title={t('card.changes')} size="lg">
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && (
        <p className={classes['empty']}>{t('card.noChanges')}</p>
      )}
      {give.isError && (
        <p role="alert" className={classes['failed']}>
          {problem(give.error)}
        </p>
      )}
      <ul className={classes['changes']}>
        {items.map((one) => (
          <li key={one.id}>
            <div>
              <b>{one.title || t(`card.field.${known(one.field)}`)}</b>
              <small title={moments.full(one.at)}>
                {moments.dayTime(one.at, minute)} · {one.author}
                {one.how !== 'edit' && ` · ${t(`card.how.${one.how as 'merge'}`)}`}
              </small>
              <p>
                {isNothing(one.before) ? (
                  words(one, one.before)
                ) : (
                  <del>{words(one, one.before)}</del>
                )}
                <span aria-hidden> → </span>
                <ins>{words(one, one.after)}</ins>
              </p>
            </div>
            {!['note', 'file'].includes(one.field) && (
              <Button
                size="compact-sm"
                variant="default"
                loading={give.isPending && give.variables === one.id}
                onClick={() => give.mutate(one.id)}
              >
                {t('card.restore')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="default"
          fullWidth
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('card.more')}
        </Button>
      )}
    </Window>
  );
}

const FIELDS = [
  'name',
  'company_name',
  'phones',
  'emails',
  'tags',
  'responsible',
  'note',
  'file',
] as const;

function known(field: string): (typeof FIELDS)[number] | 'own' {
  return FIELDS.find((one) => one === field) ?? 'own';
}

function isNothing(value: FieldChange['before']): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function useWords(): (change: FieldChange, value: FieldChange['before']) => string {
  const { t } = useTranslation();
  const { language } = usePlace();
  const people = usePeople();
  const label = useLabelName();
  const own = useQuery(fieldsQuery).data ?? [];
  return (change, value) => {
    if (isNothing(value)) return t('edit.nothing');
    if (change.field === 'responsible') {
      return people.find((one) => one.person === value)?.name ?? String(value);
    }
    const field = own.find((one) => `values.${one.slug}` === change.field);
    if (field?.kind === 'date' && typeof value === 'string') {
      return new Date(`${value}T12:00:00Z`).toLocaleDateString(language, { timeZone: 'UTC' });
    }
    const choices = field?.choices ?? [];
    const say = (one: unknown): string => {
      if (typeof one === 'boolean') return t(one ? 'card.yes' : 'card.no');
      if (one !== null && typeof one === 'object' && 'number' in one) {
        return prettyNumber(String(one.number));
      }
      if (change.field === 'tags') return label('tag', String(one));
      return choices.find((choice) => choice.slug === one)?.name ?? harmless(String(one));
    };
    return Array.isArray(value) ? value.map(say).join(', ') : say(value);
  };
}
