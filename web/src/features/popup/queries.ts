/** What is known of a number, asked while the phone gives its first ring (P02). */
import { queryOptions } from '@tanstack/react-query';
import { client, taken } from '@/api/client';
import type { components } from '@/api/schema';

export type GlanceAt = components['schemas']['Glance'];

export const glanceKey = ['glance'] as const;

export function glanceQuery(number: string) {
  return queryOptions({
    queryKey: [...glanceKey, number] as const,
    queryFn: async (): Promise<GlanceAt> =>
      taken(await client.GET('/api/v1/clients/glance/{number}', { params: { path: { number } } })),
    staleTime: 10_000,
    retry: 1,
  });
}
