/** How answers are kept in memory: keys in one place, so that an event can spoil the right ones. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import * as hub from './hub';

export const keys = {
  me: ['me'] as const,
  calls: ['calls'] as const,
  call: (id: number) => ['call', id] as const,
  clients: ['clients'] as const,
  client: (id: number) => ['client', id] as const,
  byNumber: (number: string) => ['client-by-number', number] as const,
  history: (id: number) => ['history', id] as const,
  devices: ['devices'] as const,
  lines: ['lines'] as const,
  labels: ['labels'] as const,
  office: ['office'] as const,
  trace: (id: number, language: string) => ['trace', id, language] as const,
};

export const meQuery = queryOptions({ queryKey: keys.me, queryFn: hub.readMe, staleTime: 60_000 });

export function callsQuery(query: hub.CallQuery) {
  return infiniteQueryOptions({
    queryKey: [...keys.calls, query] as const,
    queryFn: ({ pageParam }) => hub.readCalls({ limit: 100, ...query }, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function callQuery(id: number) {
  return queryOptions({ queryKey: keys.call(id), queryFn: () => hub.readCall(id) });
}

export function clientsQuery(q: string) {
  return infiniteQueryOptions({
    queryKey: [...keys.clients, q] as const,
    queryFn: ({ pageParam }) => hub.readClients(q, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function clientQuery(id: number) {
  return queryOptions({ queryKey: keys.client(id), queryFn: () => hub.readClient(id) });
}

export function byNumberQuery(number: string) {
  return queryOptions({
    queryKey: keys.byNumber(number),
    queryFn: () => hub.findClient(number),
    staleTime: 30_000,
  });
}

export function historyQuery(id: number) {
  return infiniteQueryOptions({
    queryKey: keys.history(id),
    queryFn: ({ pageParam }) => hub.readHistory(id, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export const devicesQuery = queryOptions({ queryKey: keys.devices, queryFn: hub.readDevices });
export const linesQuery = queryOptions({ queryKey: keys.lines, queryFn: hub.readLines });

export const labelsQuery = queryOptions({
  queryKey: keys.labels,
  queryFn: hub.readLabels,
  staleTime: 60_000,
});

export const officeQuery = queryOptions({ queryKey: keys.office, queryFn: hub.readOffice });
