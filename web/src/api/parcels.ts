/** What is on its way outside (to a hook, a CRM, a person), page by page, newest first. */
import { infiniteQueryOptions, type QueryKey } from '@tanstack/react-query';

/** What all of them say of themselves. */
export type Parcel = {
  id: number;
  at: string;
  state: string;
  tries: number;
  next_at: string | null;
  why: string;
};
type Page<T> = { items: T[]; next: string | null };
type Asked<T extends Parcel> = { limit: number; state?: T['state']; cursor?: string };

/** What waits or fails changes by itself: looked at while the page is open. */
export const LOOK = 5000;

/** The parcels of one state, or of all. */
export function parcelPages<T extends Parcel>(
  key: QueryKey,
  state: T['state'] | null,
  read: (asked: Asked<T>) => Promise<Page<T>>,
) {
  return infiniteQueryOptions({
    queryKey: [...key, state] as QueryKey,
    queryFn: ({ pageParam }) =>
      read({
        limit: 20,
        ...(state ? { state } : {}),
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: LOOK,
  });
}
export type ParcelPages<T extends Parcel> = ReturnType<typeof parcelPages<T>>;
