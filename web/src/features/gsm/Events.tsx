import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Page, SimEvent } from '@/api/types';
import { useMinute } from '@/ui/clock';
import { Failure } from '@/ui/Failure';
import { harmless } from '@/ui/harmless';
import { useMoments } from '@/ui/place';
import classes from './Section.module.css';

type Props = {
  about: readonly unknown[];
  read(cursor: string | undefined): Promise<Page<SimEvent>>;
  empty: string;
  withLine?: boolean;
};

/** What happened, newest first, in words; what the network said stands below as it came. */
export function Events({ about, read, empty, withLine = false }: Props) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const query = useInfiniteQuery({
    queryKey: about,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const events = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isError && events.length === 0) {
    return <Failure error={query.error} retry={() => void query.refetch()} />;
  }
  if (query.isSuccess && events.length === 0) return <p className={classes['none']}>{empty}</p>;
  return (
    <>
      <ol className={classes['events']} aria-busy={query.isFetching}>
        {events.map((event) => (
          <li key={event.id} data-ok={event.ok}>
            <time dateTime={event.at} title={moments.full(event.at)}>
              {moments.dayTime(event.at, minute)}
            </time>
            {withLine && (
              <span>
                {event.line ? (
                  <Link to={`/sims/${encodeURIComponent(event.line)}`}>
                    {event.line_name ?? event.line}
                  </Link>
                ) : (
                  event.gateway && <Link to={`/gateways/${event.gateway}`}>{event.gateway}</Link>
                )}
              </span>
            )}
            <span data-what>{harmless(event.text)}</span>
            <Raw event={event} />
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <div className={classes['more']}>
          <Button
            variant="default"
            size="xs"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('gsm.more')}
          </Button>
        </div>
      )}
    </>
  );
}

function Raw({ event }: { event: SimEvent }) {
  const { t } = useTranslation();
  const raw = event.facts['raw'];
  if (typeof raw !== 'string' || !raw || event.text.includes(raw)) return null;
  return (
    <details className={classes['raw']}>
      <summary>{t('sims.raw')}</summary>
      <pre>{harmless(raw)}</pre>
    </details>
  );
}
