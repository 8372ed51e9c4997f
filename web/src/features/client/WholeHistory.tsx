import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { historyQuery } from '@/api/queries';
import type { Note } from '@/api/types';
import { promisesQuery } from '@/features/todo/queries';
import { useMinute } from '@/ui/clock';
import { Failure } from '@/ui/Failure';
import { useMoments } from '@/ui/place';
import { WindowList } from '@/ui/WindowList';
import { momentOf, withPromises } from './entries';
import { keyOf, Row } from './History';
import classes from './History.module.css';
import { PromiseLine } from './PromiseLine';

/** Before anything was promised. */
const EVER = '2000-01-01T00:00:00Z';

/** What is promised to a client and not kept yet. */
export const openPromises = (client: number) => promisesQuery({ client, state: 'open' });

type Props = {
  client: number;
  /** How a note is shown where it can be mended. */
  note(note: Note): React.ReactNode;
};

/** All that was between a client and the company, promises too, newest first, by day. */
export function WholeHistory({ client, note }: Props) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const query = useInfiniteQuery(historyQuery(client));
  const happened = query.data?.pages.flatMap((page) => page.items) ?? [];
  const promises = usePromises(client, happened.at(-1)?.at);
  const items = query.isSuccess ? withPromises(happened, promises, !query.hasNextPage) : [];
  if (query.isError && items.length === 0) {
    return <Failure error={query.error} retry={() => void query.refetch()} />;
  }
  if (query.isSuccess && items.length === 0) {
    return <p className={classes['none']}>{t('history.empty')}</p>;
  }
  return (
    <WindowList
      items={items}
      keyOf={(item) => (item.promise ? `p${item.promise.id}` : keyOf(item))}
      estimate={40}
      label={t('history.title')}
      className={`${classes['list']} ${classes['byDay']}`}
      render={(item, index) => {
        const day = moments.day(item.at, minute);
        const before = items[index - 1];
        const isFirst = !before || moments.day(before.at, minute) !== day;
        return (
          <>
            {isFirst && <h3 className={classes['day']}>{day}</h3>}
            {item.promise && <PromiseLine promise={item.promise} />}
            {item.note && note(item.note)}
            {!item.promise && !item.note && <Row item={item} isTimed />}
          </>
        );
      }}
      onEnd={
        query.hasNextPage && !query.isFetchingNextPage
          ? () => void query.fetchNextPage()
          : undefined
      }
    />
  );
}

/** All that was promised to him since a moment, kept or not. */
function usePromises(client: number, since: string | undefined) {
  const open = useInfiniteQuery(openPromises(client));
  const over = useInfiniteQuery(promisesQuery({ client, state: 'over', since: EVER }));
  const kept = over.data?.pages.flatMap((page) => page.items) ?? [];
  const last = kept.at(-1);
  const isShort = !since || (last && Date.parse(momentOf(last)) > Date.parse(since));
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = over;
  useEffect(() => {
    if (isShort && hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [isShort, hasNextPage, isFetchingNextPage, isError, fetchNextPage]);
  return [...(open.data?.pages.flatMap((page) => page.items) ?? []), ...kept];
}
