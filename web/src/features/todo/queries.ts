/** Promises as they are kept in memory, and what an event changes in them. */
import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import { type Promised, type PromiseQuery, readFigures, readPromises } from '@/api/promises';
import type { Page } from '@/api/types';
import { withPromise } from './list';

export const promiseKeys = {
  lists: ['promises'] as const,
  figures: ['promise-figures'] as const,
};

export const figuresQuery = queryOptions({
  queryKey: promiseKeys.figures,
  queryFn: readFigures,
  refetchInterval: 5 * 60_000,
});

export function promisesQuery(query: PromiseQuery) {
  return infiniteQueryOptions({
    queryKey: [...promiseKeys.lists, query] as const,
    queryFn: ({ pageParam }) => readPromises({ limit: 100, ...query }, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 5 * 60_000,
  });
}

/** Of a burst of events the figures are asked for once. */
const CALM = 400;
const asked: { timer: ReturnType<typeof setTimeout> | null } = { timer: null };

/** A promise is new or other: it stands in its place at once, or is gone. */
export function notePromise(memory: QueryClient, it: Promised): void {
  for (const query of memory.getQueryCache().findAll({ queryKey: promiseKeys.lists })) {
    const wanted = query.queryKey[1] as PromiseQuery;
    memory.setQueryData<InfiniteData<Page<Promised>>>(query.queryKey, (data) =>
      data ? { ...data, pages: withPromise(data.pages, wanted, it) } : data,
    );
    // A page that is on its way may be older than this, and would put it back as it was.
    const { queryKey } = query;
    if (memory.isFetching({ queryKey, exact: true })) void memory.invalidateQueries({ queryKey });
  }
  asked.timer ??= setTimeout(() => {
    asked.timer = null;
    void memory.invalidateQueries({ queryKey: promiseKeys.figures });
  }, CALM);
}

export function spoilPromises(memory: QueryClient): void {
  void memory.invalidateQueries({ queryKey: promiseKeys.lists });
  void memory.invalidateQueries({ queryKey: promiseKeys.figures });
}
