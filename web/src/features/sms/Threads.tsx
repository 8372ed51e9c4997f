import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { canCall, readClients } from '@/api/hub';
import { keys } from '@/api/queries';
import type { SmsThread } from '@/api/types';
import { useMe } from '@/app/context';
import { useMinute } from '@/ui/clock';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { harmless } from '@/ui/harmless';
import { Icon } from '@/ui/Icon';
import { useKeys } from '@/ui/keys';
import { prettyNumber, typedNumber } from '@/ui/phone';
import { useMoments, usePlace } from '@/ui/place';
import { SearchField } from '@/ui/SearchField';
import { dayOf } from '@/ui/time';
import { readSms } from './drafts';
import { threadsQuery } from './queries';
import classes from './Sms.module.css';
import { smsPath } from './SmsButton';
import { toneOf } from './thread';

const ROW = 64;

/** Conversations, the newest first; the same field finds one or begins a new one. */
export function Threads({ chosen }: { chosen: string | null }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { role } = useMe();
  const [q, setQ] = useState('');
  const asked = useDeferredValue(q.trim());
  const query = useInfiniteQuery({ ...threadsQuery(asked), placeholderData: keepPreviousData });
  const threads = query.data?.pages.flatMap((page) => page.items) ?? [];
  const fresh = useNewOnes(asked, threads);
  const at = threads.findIndex((one) => one.number === chosen);
  const step = (by: number) => {
    const next = threads[Math.max(0, Math.min(threads.length - 1, at + by))];
    if (next) void navigate(smsPath(next.number));
  };
  useKeys({ KeyJ: () => step(1), KeyK: () => step(-1) });
  return (
    <section className={`v-card ${classes['list']}`} aria-label={t('sms.list')}>
      <div className={classes['search']}>
        <SearchField
          label={t('sms.search')}
          value={q}
          onChange={setQ}
          onKeyDown={(event) => {
            const first = threads[0]?.number ?? fresh[0]?.number;
            if (event.key === 'Enter' && q.trim() && first) void navigate(smsPath(first));
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
        {role !== 'employee' && <Link to="/mailings">{t('sms.mailings')}</Link>}
      </div>
      {query.isError && threads.length === 0 && (
        <Failure error={query.error} retry={() => void query.refetch()} />
      )}
      {query.isSuccess && threads.length === 0 && fresh.length === 0 && (
        <Empty title={t(asked ? 'sms.nothing' : 'sms.empty')}>
          <p>{t(asked ? 'sms.nothingText' : 'sms.emptyText')}</p>
        </Empty>
      )}
      {fresh.length > 0 && (
        <ul className={classes['fresh']} aria-label={t('sms.new')}>
          {fresh.map((one) => (
            <li key={one.number}>
              <Link to={smsPath(one.number)}>
                <Icon name="plus" size={15} />
                <span>
                  <b>{one.name || prettyNumber(one.number)}</b>
                  {one.name && <small className="v-num">{prettyNumber(one.number)}</small>}
                </span>
                <small>{t('sms.write')}</small>
              </Link>
            </li>
          ))}
        </ul>
      )}
      <Rows
        threads={threads}
        chosen={chosen}
        onEnd={
          query.hasNextPage && !query.isFetchingNextPage
            ? () => void query.fetchNextPage()
            : undefined
        }
      />
    </section>
  );
}

type NewOne = { number: string; name: string };

/** Clients and a typed number to whom nobody has written yet. */
function useNewOnes(asked: string, threads: SmsThread[]): NewOne[] {
  const { extension } = useMe();
  const typed = typedNumber(asked);
  const isNumber = typed !== null && typed.length >= 3 && /^\+?\d+$/.test(typed);
  const clients = useQuery({
    queryKey: [...keys.clients, 'sms', asked],
    queryFn: () => readClients(asked, undefined, 6),
    enabled: asked.length > 1,
    placeholderData: (before) => before,
  });
  // The hub knows how numbers are written here: 8 029 ... is +375 29 ...
  const reach = useQuery({
    queryKey: ['sms-number', typed],
    queryFn: () => canCall(extension ?? '', typed ?? ''),
    enabled: isNumber && extension !== null && !typed?.startsWith('+'),
  });
  if (asked.length < 2) return [];
  const known = new Set(threads.map((one) => one.number));
  const found: NewOne[] = (clients.data?.items ?? []).flatMap((one) =>
    one.phones.map((phone) => ({ number: phone.number, name: one.name || one.company_name })),
  );
  const said = typed?.startsWith('+') ? typed : (reach.data?.number ?? typed);
  if (isNumber && said && !found.some((one) => one.number === said)) {
    found.push({ number: said, name: '' });
  }
  return found.filter((one) => !known.has(one.number)).slice(0, 6);
}

type RowsProps = {
  threads: SmsThread[];
  chosen: string | null;
  onEnd: (() => void) | undefined;
};

function Rows({ threads, chosen, onEnd }: RowsProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: threads.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
    getItemKey: (index) => threads[index]?.number ?? index,
  });
  const drawn = rows.getVirtualItems();
  const last = drawn.at(-1)?.index ?? -1;
  useEffect(() => {
    if (onEnd && threads.length > 0 && last >= threads.length - 10) onEnd();
  }, [onEnd, last, threads.length]);
  return (
    <div ref={scroller} className={classes['rows']}>
      {/* biome-ignore lint/a11y/useSemanticElements: rows are placed by hand */}
      <div
        role="list"
        aria-label={t('sms.list')}
        style={{ position: 'relative', height: rows.getTotalSize() }}
      >
        {drawn.map((row) => {
          const thread = threads[row.index];
          if (!thread) return null;
          return (
            // biome-ignore lint/a11y/useSemanticElements: as above
            <div
              key={row.key}
              role="listitem"
              aria-setsize={threads.length}
              aria-posinset={row.index + 1}
              className={classes['place']}
              style={{ height: ROW, transform: `translateY(${row.start}px)` }}
            >
              <Row thread={thread} isChosen={thread.number === chosen} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Row({ thread, isChosen }: { thread: SmsThread; isChosen: boolean }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const place = usePlace();
  const minute = useMinute();
  const { last } = thread;
  const draft = isChosen ? '' : readSms(thread.number).trim();
  const isToday = dayOf(Date.parse(last.at), place.zone) === dayOf(minute, place.zone);
  const name = thread.name || thread.pretty || thread.number;
  return (
    <Link
      to={smsPath(thread.number)}
      className={classes['row']}
      data-unread={thread.unread > 0}
      {...(isChosen ? { 'aria-current': 'true' as const } : {})}
    >
      <span className={classes['who']}>
        <b>{name}</b>
        <small>{isToday ? moments.time(last.at) : moments.day(last.at, minute)}</small>
      </span>
      <span className={classes['said']}>
        <span>
          {draft ? (
            <>
              <em>{t('sms.draft')}</em> {draft}
            </>
          ) : (
            <>
              {last.dir === 'out' && <em data-tone={toneOf(last.state)}>{t('sms.you')}</em>}{' '}
              {harmless(last.text)}
            </>
          )}
        </span>
        {last.dir === 'out' && (last.state === 'failed' || last.state === 'unknown') && (
          <small data-tone={toneOf(last.state)}>{t(`sms.state.${last.state}`)}</small>
        )}
        {thread.unread > 0 && (
          <span className={classes['badge']}>
            {thread.unread}
            <span className="v-hidden"> {t('sms.unread')}</span>
          </span>
        )}
      </span>
    </Link>
  );
}
