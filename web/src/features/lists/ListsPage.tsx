import { Button, NativeSelect, Skeleton, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { type Listing, listQuery, putOnList, takeOffList } from '@/api/log';
import { keys, labelsQuery } from '@/api/queries';
import { Top } from '@/app/Top';
import { TERMS, untilOf } from '@/features/client/BlacklistButton';
import { useLabelName } from '@/features/client/Chips';
import section from '@/features/gsm/Section.module.css';
import { useMinute } from '@/ui/clock';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { useMoments } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import { SearchField } from '@/ui/SearchField';
import { useTitle } from '@/ui/title';
import { WindowList } from '@/ui/WindowList';
import classes from './Lists.module.css';

/** Who is on the blacklist and the other lists, till when, why, and how often he tried since. */
export function ListsPage() {
  const { t } = useTranslation();
  const { name = 'blacklist' } = useParams();
  const [q, setQ] = useState('');
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const title = useLabelName();
  const labels = (useQuery(labelsQuery).data ?? []).filter((one) => one.kind === 'list');
  useTitle(t('listsPage.title'));
  const query = useInfiniteQuery({
    ...listQuery(name, q.trim()),
    placeholderData: keepPreviousData,
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const change = useChange(name);
  const slugs = labels.length > 0 ? labels.map((one) => one.slug) : ['blacklist', 'vip'];
  return (
    <>
      <Top search={<SearchField label={t('listsPage.search')} value={q} onChange={setQ} />} />
      <div className={section['head']}>
        <h1>{t('listsPage.title')}</h1>
      </div>
      <nav className={section['tabs']} aria-label={t('listsPage.lists')}>
        {slugs.map((slug) => (
          <Link
            key={slug}
            to={`/lists/${slug}`}
            aria-current={slug === name ? 'page' : undefined}
            onClick={() => setPicked(new Set())}
          >
            {title('list', slug)}
          </Link>
        ))}
      </nav>
      <AddNumber key={name} name={name} change={change} />
      {picked.size > 0 && (
        <p className={classes['bulk']}>
          <b role="status">{t('listsPage.picked', { count: picked.size })}</b>
          <Button
            size="xs"
            variant="default"
            loading={change.isPending}
            onClick={() => {
              const gone = rows.filter((row) => picked.has(row.number));
              setPicked(new Set());
              for (const row of gone) change.mutate({ row, off: true });
            }}
          >
            {t('listsPage.offPicked')}
          </Button>
        </p>
      )}
      <section className="v-card" aria-label={title('list', name)} aria-busy={query.isFetching}>
        {query.isError && rows.length === 0 && (
          <Failure error={query.error} retry={() => void query.refetch()} />
        )}
        {query.isPending && <Skeleton height={120} radius={8} aria-hidden="true" />}
        {query.isSuccess && rows.length === 0 && (
          <Empty title={t(q ? 'listsPage.nothing' : 'listsPage.empty')}>
            <p>{t(q ? 'listsPage.nothingText' : 'listsPage.emptyText')}</p>
          </Empty>
        )}
        <WindowList
          items={rows}
          keyOf={(row) => `${row.number}/${row.client ?? ''}`}
          estimate={64}
          label={title('list', name)}
          onEnd={
            query.hasNextPage && !query.isFetchingNextPage
              ? () => void query.fetchNextPage()
              : undefined
          }
          render={(row) => (
            <Row
              row={row}
              isPicked={picked.has(row.number)}
              onPick={() => {
                const next = new Set(picked);
                if (!next.delete(row.number)) next.add(row.number);
                setPicked(next);
              }}
              onOff={() => change.mutate({ row, off: true })}
            />
          )}
        />
      </section>
      {name === 'blacklist' && <p className={classes['means']}>{t('listsPage.means')}</p>}
    </>
  );
}

type Change = {
  row: Pick<Listing, 'number' | 'pretty' | 'name' | 'until' | 'reason'>;
  off: boolean;
};

/** Put somebody on a list or take him off, with a way back in the notice. */
function useChange(name: string) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const problem = useProblem();
  const send = async ({ row, off }: Change) => {
    if (off) await takeOffList(name, row.number);
    else await putOnList(name, row.number, row.until, row.reason ?? '');
  };
  const renew = () => {
    for (const queryKey of [['lists'], keys.calls, keys.clients, ['client']]) {
      void memory.invalidateQueries({ queryKey });
    }
  };
  const failed = (error: unknown) =>
    notifications.show({ message: problem(error), color: 'red', role: 'alert' });
  return useMutation({
    mutationFn: send,
    onSuccess: (_, { row, off }) => {
      renew();
      const id = `list-${row.number}`;
      const who = row.name || row.pretty || row.number;
      notifications.show({
        id,
        autoClose: 8000,
        message: (
          <>
            {t(off ? 'listsPage.takenOff' : 'listsPage.putOn', { who })}{' '}
            <Button
              variant="subtle"
              size="compact-sm"
              onClick={() => {
                notifications.hide(id);
                void send({ row, off: !off }).then(renew, failed);
              }}
            >
              {t('listsPage.undo')}
            </Button>
          </>
        ),
      });
    },
    onError: failed,
  });
}

function AddNumber({ name, change }: { name: string; change: ReturnType<typeof useChange> }) {
  const { t } = useTranslation();
  const [number, setNumber] = useState('');
  const [reason, setReason] = useState('');
  const [term, setTerm] = useState(name === 'blacklist' ? '720' : 'ever');
  return (
    <form
      className={classes['add']}
      aria-label={t('listsPage.add')}
      onSubmit={(event) => {
        event.preventDefault();
        const text = number.trim();
        if (!text) return;
        const until = untilOf(term === 'ever' ? null : Number(term));
        change.mutate(
          {
            row: { number: text, pretty: text, name: '', until, reason: reason.trim() },
            off: false,
          },
          {
            onSuccess: () => {
              setNumber('');
              setReason('');
            },
          },
        );
      }}
    >
      <TextInput
        label={t('listsPage.number')}
        value={number}
        inputMode="tel"
        placeholder="+375 29 123-45-67"
        maxLength={40}
        required
        onChange={(event) => setNumber(event.currentTarget.value)}
      />
      <TextInput
        label={t('listsPage.reason')}
        value={reason}
        maxLength={200}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('listsPage.term')}
        value={term}
        onChange={(event) => setTerm(event.currentTarget.value)}
        data={TERMS.map((hours) => ({
          value: String(hours ?? 'ever'),
          label: t(`blacklist.term.${hours ?? 'ever'}`),
        }))}
      />
      <Button type="submit" loading={change.isPending}>
        {t('listsPage.put')}
      </Button>
    </form>
  );
}

type RowProps = { row: Listing; isPicked: boolean; onPick(): void; onOff(): void };

function Row({ row, isPicked, onPick, onOff }: RowProps) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const who = row.name || row.pretty;
  const tries = row.tries ?? 0;
  const when = (at: string) => `${moments.day(at, minute)}, ${moments.time(at)}`;
  return (
    <div className={classes['row']} data-picked={isPicked}>
      <label className={classes['tick']}>
        <input
          type="checkbox"
          checked={isPicked}
          aria-label={t('listsPage.pick', { who })}
          onChange={onPick}
        />
      </label>
      <span className={classes['who']}>
        <b>{row.client ? <Link to={`/clients/${row.client}`}>{who}</Link> : who}</b>
        {row.name && <small className="v-num">{row.pretty}</small>}
        {row.reason && <small>{row.reason}</small>}
      </span>
      <span className={classes['till']}>
        {row.until ? t('listsPage.until', { when: when(row.until) }) : t('listsPage.ever')}
        <small>{t('listsPage.by', { who: row.author || '—', when: when(row.at) })}</small>
      </span>
      <span className={classes['tries']} data-some={tries > 0}>
        {tries > 0 ? (
          <Link
            to={`/calls?client=${encodeURIComponent(row.number)}`}
            aria-label={t('listsPage.calls', { who })}
          >
            {t('listsPage.tries', { count: tries })}
          </Link>
        ) : (
          t('listsPage.noTries')
        )}
        {row.last_try_at && (
          <small>{t('listsPage.lastTry', { when: when(row.last_try_at) })}</small>
        )}
      </span>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        aria-label={t('listsPage.off', { who })}
        leftSection={<Icon name="close" size={13} />}
        onClick={onOff}
      >
        {t('listsPage.offShort')}
      </Button>
    </div>
  );
}
