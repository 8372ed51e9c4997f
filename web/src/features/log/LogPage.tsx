import { Button } from '@mantine/core';
import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { byClientQuery, viewsQuery } from '@/api/log';
import { callsQuery, keys } from '@/api/queries';
import type { CallRow } from '@/api/types';
import { useLiveStore, useMe } from '@/app/context';
import { Top } from '@/app/Top';
import { smsPath } from '@/features/sms/SmsButton';
import { useMinute } from '@/ui/clock';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { useKeys } from '@/ui/keys';
import { SearchField } from '@/ui/SearchField';
import { useTitle } from '@/ui/title';
import { WindowList } from '@/ui/WindowList';
import { BulkBar } from './BulkBar';
import { FilterBar } from './FilterBar';
import {
  askOf,
  countFilters,
  type Filters,
  NO_FILTERS,
  readFilters,
  writeFilters,
} from './filters';
import classes from './Log.module.css';
import { LogRow } from './LogRow';
import type { Opened } from './RowPanel';
import { Tools } from './Tools';
import { useColumns } from './useColumns';
import { usePicked } from './usePicked';
import { addressOf } from './ViewsMenu';

/** Typing is asked for after this pause, milliseconds. */
const PAUSE = 200;

/** The call log: one row per conversation, filters in the address, walked by j, k and Enter. */
export function LogPage() {
  const { t } = useTranslation();
  useTitle(t('log.title'));
  const me = useMe();
  const memory = useQueryClient();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => readFilters(params), [params]);
  const [q, setQ] = useState(filters.q);
  const minute = useMinute();
  const set = (change: Partial<Filters>) => {
    const next = writeFilters({ ...readFilters(params), q, ...change });
    // A view stays open while it is being changed, and so does the way of showing.
    for (const name of ['view', 'by']) {
      const kept = params.get(name);
      if (kept) next.set(name, kept);
    }
    setParams(next, { replace: true });
  };

  useTypedSearch(q, filters.q, (text) => set({ q: text }), setQ);

  // The question changes with the day, not with every minute.
  const ask = useMemo(
    () => askOf(filters, minute, me.company.time_zone),
    [filters, me.company.time_zone, minute],
  );
  const byClient = params.get('by') === 'client';
  const query = useInfiniteQuery({
    ...callsQuery(ask),
    placeholderData: keepPreviousData,
    enabled: !byClient,
  });
  const clients = useInfiniteQuery({
    ...byClientQuery(ask),
    placeholderData: keepPreviousData,
    enabled: byClient,
  });
  const list = byClient ? clients : query;
  const rows = byClient
    ? (clients.data?.pages.flatMap((page) => page.items) ?? [])
    : (query.data?.pages.flatMap((page) => page.items.map((call) => ({ call, calls: 0 }))) ?? []);
  const calls = rows.map((row) => row.call);
  const fresh = useFreshCalls(list.data?.pages.length ?? 0, list.dataUpdatedAt);
  const [active, setActive] = useState(-1);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [columns, toggleColumn] = useColumns();
  const picked = usePicked(JSON.stringify(ask));
  useFirstView(params, setParams);

  const step = (by: number) =>
    setActive((before) => Math.max(0, Math.min(calls.length - 1, before + by)));
  const openActive = () => {
    const call = calls[active];
    if (call) void navigate(`/calls/${call.id}`);
  };
  const open = (call: CallRow | undefined, what: Opened['what']) => {
    if (call)
      setOpened(opened?.id === call.id && opened.what === what ? null : { id: call.id, what });
  };
  const listen = () => {
    const call = calls[active];
    if (!call || !(call.has_recording || call.has_message)) return;
    if (opened?.id === call.id && opened.what === 'sound') {
      document.querySelector<HTMLElement>('[data-toggle="play"]')?.click();
    } else open(call, 'sound');
  };
  const nextAfter = (index: number) => {
    const next = calls.findIndex((call, at) => at > index && call.has_recording);
    const call = calls[next];
    if (!call) return undefined;
    return () => {
      setActive(next);
      setOpened({ id: call.id, what: 'sound' });
    };
  };
  useKeys({
    KeyJ: () => step(1),
    KeyK: () => step(-1),
    KeyS: () => {
      const call = calls[active];
      if (call?.client.number && call.direction !== 'internal') {
        void navigate(smsPath(call.client.number));
      }
    },
    KeyX: () => {
      const call = calls[active];
      if (call && !byClient) picked.toggle(call.id);
    },
    KeyW: () => open(calls[active], 'why'),
    Space:
      active >= 0 && !document.activeElement?.closest('button, input, a[download]')
        ? listen
        : undefined,
    Escape: opened ? () => setOpened(null) : undefined,
    Enter: active >= 0 && document.activeElement === document.body ? openActive : undefined,
  });
  const isFiltered = countFilters(filters) > 0 || filters.q !== '';
  const toView = (view: URLSearchParams) => {
    setQ(view.get('q') ?? '');
    setParams(view.size > 0 ? view : new URLSearchParams({ view: 'all' }), { replace: true });
  };

  return (
    <>
      <Top
        search={
          <SearchField
            label={t('log.search')}
            value={q}
            onChange={setQ}
            onKeyDown={(event) => {
              if (event.key === 'Escape') event.currentTarget.blur();
              if (event.key === 'ArrowDown' || event.key === 'Enter') {
                event.preventDefault();
                event.currentTarget.blur();
                setActive(0);
              }
            }}
          />
        }
      />
      <h1 className="v-hidden">{t('log.title')}</h1>
      <FilterBar
        filters={filters}
        onChange={set}
        onClear={() => {
          setQ('');
          setParams(writeFilters(NO_FILTERS), { replace: true });
        }}
      />
      <Tools
        ask={ask}
        params={params}
        onView={toView}
        byClient={byClient}
        onByClient={(on) => {
          const next = new URLSearchParams(params);
          if (on) next.set('by', 'client');
          else next.delete('by');
          setParams(next, { replace: true });
        }}
        columns={columns}
        onColumn={toggleColumn}
      />
      {fresh > 0 && (
        <Button
          className={classes['fresh'] ?? ''}
          size="xs"
          onClick={() => {
            window.scrollTo({ top: 0 });
            void memory.resetQueries({ queryKey: keys.calls });
          }}
        >
          {t('log.fresh', { count: fresh })}
        </Button>
      )}
      <section className="v-card" aria-label={t('log.title')} aria-busy={list.isFetching}>
        {list.isError && calls.length === 0 && (
          <Failure error={list.error} retry={() => void list.refetch()} />
        )}
        {list.isSuccess && calls.length === 0 && (
          <Empty title={t(isFiltered ? 'log.nothing' : 'log.empty')}>
            <p>{t(isFiltered ? 'log.nothingText' : 'log.emptyText')}</p>
          </Empty>
        )}
        <WindowList
          items={rows}
          keyOf={({ call }) => call.id}
          estimate={57}
          label={t('log.title')}
          active={active}
          onEnd={
            list.hasNextPage && !list.isFetchingNextPage
              ? () => void list.fetchNextPage()
              : undefined
          }
          render={({ call, calls: count }, index) => (
            <LogRow
              call={call}
              before={calls[index - 1]}
              isActive={index === active}
              onFocus={() => setActive(index)}
              isPicked={picked.isAll || picked.ids.has(call.id)}
              onPick={byClient ? undefined : () => picked.toggle(call.id)}
              open={opened?.id === call.id ? opened.what : null}
              onOpen={(what) => setOpened(what ? { id: call.id, what } : null)}
              onNext={opened?.id === call.id ? nextAfter(index) : undefined}
              columns={columns}
              calls={byClient ? count : undefined}
              onCalls={() => {
                const next = writeFilters({ ...filters, client: call.client.number });
                setParams(next);
              }}
            />
          )}
        />
      </section>
      {calls.length > 0 && <p className={classes['keys']}>{t('logTools.keys')}</p>}
      <BulkBar picked={picked} ask={ask} />
    </>
  );
}

/** An address that says nothing opens with the view that this account chose for it. */
function useFirstView(
  params: URLSearchParams,
  setParams: (params: URLSearchParams, options: { replace: boolean }) => void,
): void {
  const views = useQuery(viewsQuery).data;
  const isBare = params.size === 0;
  const isOver = useRef(!isBare);
  useEffect(() => {
    if (isOver.current || !views) return;
    isOver.current = true;
    const first = views.find((one) => one.is_first);
    if (first && isBare) setParams(addressOf(first), { replace: true });
  }, [views, isBare, setParams]);
}

/** Typed text goes to the address after a pause; a changed address comes back to the field. */
function useTypedSearch(
  typed: string,
  inAddress: string,
  send: (text: string) => void,
  take: (text: string) => void,
): void {
  const sent = useRef(inAddress);
  const latest = useRef(send);
  latest.current = send;
  useEffect(() => {
    if (inAddress !== sent.current) {
      sent.current = inAddress;
      take(inAddress);
    }
  }, [inAddress, take]);
  useEffect(() => {
    const text = typed.trim();
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      latest.current(text);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
}

/** Calls that ended since the list was read: a short list is read again, a long one waits for leave. */
function useFreshCalls(pages: number, readAt: number): number {
  const store = useLiveStore();
  const memory = useQueryClient();
  const [fresh, setFresh] = useState({ count: 0, readAt });
  const count = fresh.readAt === readAt ? fresh.count : 0;
  useEffect(
    () =>
      store.hear((event) => {
        if (event.name !== 'call_ended') return;
        if (pages <= 2 && window.scrollY < 400) {
          void memory.invalidateQueries({ queryKey: keys.calls });
        } else {
          setFresh((before) => ({
            count: (before.readAt === readAt ? before.count : 0) + 1,
            readAt,
          }));
        }
      }),
    [store, memory, pages, readAt],
  );
  return count;
}
