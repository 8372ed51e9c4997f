/** Messages as they are kept in memory, and what an event changes in them. */
import { type InfiniteData, infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { readThread, readThreads } from '@/api/gsm';
import type { SmsRow } from '@/api/types';
import { type SmsPage, withRow } from './thread';

export const smsKeys = {
  threads: ['sms-threads'] as const,
  thread: (number: string) => ['sms-thread', number] as const,
  templates: ['sms-templates'] as const,
  count: (text: string) => ['sms-count', text] as const,
};

export function threadsQuery(q: string) {
  return infiniteQueryOptions({
    queryKey: [...smsKeys.threads, q] as const,
    queryFn: ({ pageParam }) => readThreads(q, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function threadQuery(number: string) {
  return infiniteQueryOptions({
    queryKey: smsKeys.thread(number),
    queryFn: ({ pageParam }) => readThread(number, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** A message came or changed: its thread has it at once, the list is read again. */
export function noteSms(memory: QueryClient, row: SmsRow): void {
  const queryKey = smsKeys.thread(row.number);
  memory.setQueryData<InfiniteData<SmsPage>>(queryKey, (data) =>
    data ? { ...data, pages: withRow(data.pages, row) } : data,
  );
  // A page that is on its way may be older than this, and would put it back as it was.
  if (memory.isFetching({ queryKey, exact: true })) void memory.invalidateQueries({ queryKey });
  void memory.invalidateQueries({ queryKey: smsKeys.threads });
}
