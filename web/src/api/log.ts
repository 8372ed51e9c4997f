/** The log besides its calls: counts, lines by client, saved views, deeds on many, files. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { csrfToken } from './auth';
import { client, taken } from './client';
import { ApiError } from './error';
import type { CallQuery } from './hub';
import { keys } from './queries';
import type { components } from './schema';
import type { Page } from './types';

type Schemas = components['schemas'];
export type ClientCalls = Schemas['ClientCalls'];
export type SavedView = Schemas['ViewOut'];
export type ViewIn = Schemas['ViewIn'];
export type CallsDeed = Schemas['CallsDeedIn']['deed'];
export type CallSelection = Schemas['CallSelection'];
export type CallCount = Schemas['CallCount'];

export const viewKey = ['views'] as const;

export function countQuery(query: CallQuery) {
  return queryOptions({
    queryKey: [...keys.calls, 'count', query] as const,
    queryFn: async (): Promise<CallCount> =>
      taken(await client.GET('/api/v1/calls/count', { params: { query } })),
  });
}

export function byClientQuery(query: CallQuery) {
  return infiniteQueryOptions({
    queryKey: [...keys.calls, 'clients', query] as const,
    queryFn: async ({ pageParam }): Promise<Page<ClientCalls>> => {
      const asked = { limit: 50, ...query, ...(pageParam ? { cursor: pageParam } : {}) };
      return taken(await client.GET('/api/v1/calls/clients', { params: { query: asked } }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export const viewsQuery = queryOptions({
  queryKey: viewKey,
  queryFn: async (): Promise<SavedView[]> => taken(await client.GET('/api/v1/views')),
  staleTime: 60_000,
});

export async function saveView(body: ViewIn): Promise<SavedView> {
  return taken(await client.POST('/api/v1/views', { body }));
}

export async function changeView(view_id: number, body: ViewIn): Promise<SavedView> {
  return taken(
    await client.PUT('/api/v1/views/{view_id}', { params: { path: { view_id } }, body }),
  );
}

export async function dropView(view_id: number): Promise<void> {
  await client.DELETE('/api/v1/views/{view_id}', { params: { path: { view_id } } });
}

export async function openFirst(view_id: number, isFirst: boolean): Promise<void> {
  const at = { params: { path: { view_id } } };
  if (isFirst) await client.PUT('/api/v1/views/{view_id}/first', at);
  else await client.DELETE('/api/v1/views/{view_id}/first', at);
}

export async function doWithCalls(
  body: CallSelection & { deed: CallsDeed },
): Promise<Schemas['CallsDeedOut']> {
  return taken(await client.POST('/api/v1/calls/bulk', { body }));
}

/** The address of a table of all that fits; a browser downloads it as it is made. */
export function exportAddress(query: CallQuery, format: 'csv' | 'xlsx', zone: string): string {
  const params = new URLSearchParams({ format, zone });
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && name !== 'limit') params.set(name, String(value));
  }
  return `/api/v1/calls/export?${params.toString()}`;
}

/** Recordings of these calls as one archive. */
export async function takeRecordings(selection: CallSelection, zone: string): Promise<Blob> {
  const answer = await fetch(`/api/v1/calls/recordings/export?zone=${encodeURIComponent(zone)}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json', 'X-CSRFToken': csrfToken() },
    body: JSON.stringify(selection),
  });
  if (answer.ok) return answer.blob();
  const told = (await answer.json().catch(() => ({}))) as {
    code?: string;
    facts?: Record<string, unknown>;
  };
  throw new ApiError(answer.status, told.code ?? 'failed', '', told.facts);
}

// --- lists ------------------------------------------------------------------------------------

export type Listing = Schemas['ListingOut'];

export function listQuery(name: string, q: string) {
  return infiniteQueryOptions({
    queryKey: ['lists', name, q] as const,
    queryFn: async ({ pageParam }): Promise<Page<Listing>> => {
      const query = { q, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) };
      return taken(await client.GET('/api/v1/lists/{name}', { params: { path: { name }, query } }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export async function putOnList(
  name: string,
  number: string,
  until: string | null,
  reason = '',
): Promise<Listing> {
  const body = { number, until, reason };
  return taken(await client.POST('/api/v1/lists/{name}', { params: { path: { name } }, body }));
}

export async function takeOffList(name: string, number: string): Promise<void> {
  await client.DELETE('/api/v1/lists/{name}/{number}', { params: { path: { name, number } } });
}

export async function putCallsOnList(
  name: string,
  calls: number[],
  until: string | null,
): Promise<Schemas['ListingsOut']> {
  const body = { calls, until, reason: '' };
  return taken(
    await client.POST('/api/v1/lists/{name}/calls', { params: { path: { name } }, body }),
  );
}
