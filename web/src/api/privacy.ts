/** Keeping and forgetting: retention, legal holds, a person's data, export of everything. */
import { client, taken } from './client';
import type { components } from './schema';

type S = components['schemas'];
export type Retention = S['RetentionOut'];
export type RetentionRules = S['RetentionPolicy'];
export type RetentionGroup = S['RetentionGroup'];
export type Hold = S['HoldOut'];
export type Preview = S['ErasePreview'];
export type Erasure = S['ErasureOut'];
export type Archive = S['ArchiveOut'];
export type Who = { client?: number; number?: string };

export const retentionQuery = {
  queryKey: ['retention'],
  queryFn: async (): Promise<Retention> => taken(await client.GET('/api/v1/privacy/retention')),
};
export const holdsQuery = {
  queryKey: ['holds'],
  queryFn: async (): Promise<Hold[]> => taken(await client.GET('/api/v1/privacy/holds')).items,
};
export const clientHoldsQuery = (card: number) => ({
  queryKey: ['holds', 'client', card],
  queryFn: async (): Promise<Hold[]> =>
    taken(await client.GET('/api/v1/privacy/holds', { params: { query: { client: card } } })).items,
});
export const erasuresQuery = {
  queryKey: ['erasures'],
  queryFn: async (): Promise<Erasure[]> =>
    taken(await client.GET('/api/v1/privacy/erasures')).items,
};
export const archivesQuery = {
  queryKey: ['archives'],
  queryFn: async (): Promise<Archive[]> =>
    taken(await client.GET('/api/v1/privacy/archives')).items,
};

export async function tryRules(body: RetentionRules): Promise<Retention> {
  return taken(await client.POST('/api/v1/privacy/retention/try', { body }));
}

export async function putRules(rules: RetentionRules, version: number): Promise<void> {
  await client.PUT('/api/v1/privacy/retention', { body: { rules, based_on: version } });
}

export async function approveRules(digest: string | null, password: string): Promise<Retention> {
  return taken(
    await client.POST('/api/v1/privacy/retention/approve', { body: { digest, password } }),
  );
}

export async function addHold(body: S['HoldIn']): Promise<Hold> {
  return taken(await client.POST('/api/v1/privacy/holds', { body }));
}

export async function endHold(hold: number): Promise<void> {
  await client.DELETE('/api/v1/privacy/holds/{hold_id}', { params: { path: { hold_id: hold } } });
}

export async function previewPerson(who: Who): Promise<Preview> {
  return taken(
    await client.POST('/api/v1/privacy/persons/preview', {
      body: { client: who.client ?? null, number: who.number ?? '' },
    }),
  );
}

export async function erasePerson(who: Who, typed: string, password: string): Promise<Erasure> {
  return taken(
    await client.POST('/api/v1/privacy/persons/erase', {
      body: { client: who.client ?? null, number: who.number ?? '', typed, password },
    }),
  );
}

export async function archivePerson(who: Who, password: string): Promise<Archive> {
  return taken(
    await client.POST('/api/v1/privacy/persons/archive', {
      body: { client: who.client ?? null, number: who.number ?? '', password },
    }),
  );
}

export async function archiveAll(sounds: boolean, password: string): Promise<Archive> {
  return taken(await client.POST('/api/v1/privacy/archives', { body: { sounds, password } }));
}

export async function dropArchive(archive: number): Promise<void> {
  await client.DELETE('/api/v1/privacy/archives/{archive_id}', {
    params: { path: { archive_id: archive } },
  });
}
