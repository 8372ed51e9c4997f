/** Figures of the log, the line planner, the weekly letter. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client, taken } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Report = Schemas['CallReportOut'];
export type ReportRow = Schemas['ReportRow'];
export type GroupPlan = Schemas['GroupPlan'];
export type Forecast = GroupPlan['plan']['forecasts'][number];
export type Letter = Schemas['LetterOut'];
export type Counters = Report['total']['now'];

export function reportQuery(first: string, last: string) {
  return queryOptions({
    queryKey: ['reports', first, last] as const,
    queryFn: async () =>
      taken(await client.GET('/api/v1/reports', { params: { query: { first, last } } })),
    placeholderData: keepPreviousData,
    // Figures of an old log come while the hub makes them.
    refetchInterval: (query) => (query.state.data?.is_ready === false ? 3000 : 60_000),
  });
}
export const plannerQuery = queryOptions({
  queryKey: ['planner'],
  queryFn: async () => taken(await client.GET('/api/v1/planner')),
  staleTime: 10 * 60_000,
});
export const letterQuery = queryOptions({
  queryKey: ['reports-letter'],
  queryFn: async () => taken(await client.GET('/api/v1/reports/letter')),
});
export const letterPreviewQuery = queryOptions({
  queryKey: ['reports-letter-preview'],
  queryFn: async () => taken(await client.GET('/api/v1/reports/letter/preview')),
});
export async function wantLetter(is_wanted: boolean): Promise<Letter> {
  return taken(await client.PUT('/api/v1/reports/letter', { body: { is_wanted } }));
}
