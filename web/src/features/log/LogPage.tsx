import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { callsQuery, keys } from '@/api/queries';
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
  const set = (change: Partial<Filters>) =>
    setParams(writeFilters({ ...readFilters(params), q, ...change }), { replace: true });

  useTypedSearch(q, filters.q, (text) => set({ q: text }), setQ);

  // The question changes with the day, not with every minute.
  const ask = useMemo(
    () => askOf(filters, minute, me.company.time_zone),
    [filters, me.company.time_zone, minute],
  );
  const query = useInfiniteQuery({ ...callsQuery(ask), placeholderData: keepPreviousData });
  const calls = query.data?.pages.flatMap((page) => page.items) ?? [];
  const fresh = useFreshCalls(query.data?.pages.length ?? 0, query.dataUpdatedAt);
  const [active, setActive] = useState(-1);

  const step = (by: number) =>
    setActive((before) => Math.max(0, Math.min(calls.length - 1, before + by)));
  const openActive = () => {
    const call = calls[active];
    if (call) void navigate(`/calls/${call.id}`);
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
    Enter: active >= 0 && document.activeElement === document.body ? openActive : undefined,
  });
  const isFiltered = countFilters(filters) > 0 || filters.q !== '';

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
      <section className="v-card" aria-label={t('log.title')} aria-busy={query.isFetching}>
        {query.isError && calls.length === 0 && (
          <Failure error={query.error} retry={() => void query.refetch()} />
        )}
        {query.isSuccess && calls.length === 0 && (
          <Empty title={t(isFiltered ? 'log.nothing' : 'log.empty')}>
            <p>{t(isFiltered ? 'log.nothingText' : 'log.emptyText')}</p>
          </Empty>
        )}
        <WindowList
          items={calls}
          keyOf={(call) => call.id}
          estimate={57}
          label={t('log.title')}
          active={active}
          onEnd={
            query.hasNextPage && !query.isFetchingNextPage
              ? () => void query.fetchNextPage()
              : undefined
          }
          render={(call, index) => (
            <LogRow
              call={call}
              before={calls[index - 1]}
              isActive={index === active}
              onFocus={() => setActive(index)}
            />
          )}
        />
      </section>
    </>
  );
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
