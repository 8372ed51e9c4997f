/** What the screens ask of the hub about the draft, its publication and the history of versions. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client, taken } from './client';
import { keys } from './queries';
import type { components } from './schema';

type Schemas = components['schemas'];
export type Draft = Schemas['DraftOut'];
export type Conflict = Schemas['ConflictOut'];
export type Change = Schemas['ChangeOut'];
export type Version = Schemas['VersionOut'];
export type OfficeState = Schemas['OfficeState'];
export type Side = 'mine' | 'theirs';
type Office = Schemas['Office'];
type Published = Schemas['PublishOut'];

export async function settleDraft(take: Record<string, Side>): Promise<Draft> {
  return taken(await client.POST('/api/v1/draft/rebase', { body: { take } }));
}

export type Publication = { reason: string; revision: number; passwords: Record<string, string> };
export async function publishDraft(body: Publication): Promise<Published> {
  const { passwords, ...rest } = body;
  const secrets = { passwords, webhook: '', keys: {} };
  return taken(await client.POST('/api/v1/draft/publish', { body: { ...rest, secrets } }));
}

export async function dropDraft(): Promise<void> {
  await client.DELETE('/api/v1/draft');
}

export async function keepDraft(revision: number, office: Office): Promise<void> {
  await client.PUT('/api/v1/draft', { body: { revision, office } });
}

/** The office that a file of YAML describes. */
export async function readYaml(text: string): Promise<Office> {
  return taken(await client.POST('/api/v1/office/read', { body: { text } }));
}

export async function readVersion(version: number): Promise<Office> {
  return taken(
    await client.GET('/api/v1/office/versions/{version}', { params: { path: { version } } }),
  );
}

export async function rollBack(version: number, reason: string): Promise<Published> {
  return taken(await client.POST('/api/v1/office/rollback', { body: { version, reason } }));
}

export const yamlOf = (version: number): string => `/api/v1/office/versions/${version}/yaml`;

export const draftQuery = queryOptions({
  queryKey: [...keys.office, 'draft'],
  queryFn: async (): Promise<Draft> => taken(await client.GET('/api/v1/draft')),
  staleTime: 0,
});

async function checkOffice(office: Office) {
  const body = { office, reason: '', secrets: { passwords: {}, webhook: '', keys: {} } };
  return taken(await client.POST('/api/v1/office/check', { body }));
}
export type Check = Awaited<ReturnType<typeof checkOffice>>;

export function checkQuery(draft: Draft | undefined, language: string) {
  return queryOptions({
    queryKey: [...keys.office, 'check', draft?.revision, draft?.based_on, language],
    queryFn: () => checkOffice(draft?.office as Office),
    enabled: draft?.is_changed === true && !draft.stale,
    placeholderData: keepPreviousData,
  });
}

export const stateQuery = queryOptions({
  queryKey: [...keys.office, 'state'],
  queryFn: async (): Promise<OfficeState> => taken(await client.GET('/api/v1/office/state')),
  // A box that is away tells nothing: then it is asked for till it does.
  refetchInterval: (query) => (query.state.data?.state === 'waiting' ? 3000 : false),
});

export function versionsQuery(limit: number) {
  return queryOptions({
    queryKey: [...keys.office, 'versions', limit],
    queryFn: async () =>
      taken(await client.GET('/api/v1/office/versions', { params: { query: { limit } } })),
    placeholderData: keepPreviousData,
  });
}

export function compareQuery(from: number, to: number, language: string) {
  return queryOptions({
    queryKey: [...keys.office, 'compare', from, to, language],
    queryFn: async (): Promise<Change[]> =>
      taken(await client.GET('/api/v1/office/compare', { params: { query: { from, to } } })),
    staleTime: 60_000,
    enabled: from > 0 && to > 0,
  });
}
