/** What hangs on clients' cards: own fields, files, histories, merging, imports. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client, taken } from './client';
import type { components, operations } from './schema';
import type { Client, Note, Page } from './types';

type Schemas = components['schemas'];
export type OwnField = Schemas['OwnFieldOut'];
export type OwnFieldIn = Schemas['OwnFieldIn'];
export type OwnFieldPatch = Schemas['OwnFieldPatch'];
export type FieldKind = OwnField['kind'];
export type CardFile = Schemas['FileOut'];
export type FieldChange = Schemas['FieldChange'];
export type MergePreview = Schemas['MergePreview'];
export type MergeOut = Schemas['MergeOut'];
export type Double = Schemas['DoubleOut'];
export type ClientImport = Schemas['ClientImport'];
export type ImportLine = Schemas['ImportLineOut'];
export type Policy = ClientImport['policy'];
export type ClientFilters = NonNullable<operations['list_clients']['parameters']['query']>;
export type Bulk = Schemas['BulkIn'];

const at = (client_id: number) => ({ params: { path: { client_id } } });

export const cardKeys = {
  fields: ['client-fields'] as const,
  files: (id: number) => ['client', id, 'files'] as const,
  changes: (id: number) => ['client', id, 'changes'] as const,
  merges: (id: number) => ['client', id, 'merges'] as const,
  pinned: (id: number) => ['client', id, 'pinned'] as const,
  doubles: ['client-doubles'] as const,
  imports: ['client-imports'] as const,
  import: (id: number) => ['client-imports', id] as const,
};

export function clientListQuery(filters: ClientFilters) {
  return infiniteQueryOptions({
    queryKey: ['clients', filters] as const,
    queryFn: async ({ pageParam }): Promise<Page<Client>> => {
      const query = { ...filters, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) };
      return taken(await client.GET('/api/v1/clients', { params: { query } }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export async function changeMany(body: Bulk): Promise<Schemas['BulkOut']> {
  return taken(await client.POST('/api/v1/clients/bulk', { body }));
}

export const fieldsQuery = queryOptions({
  queryKey: cardKeys.fields,
  queryFn: async (): Promise<OwnField[]> => taken(await client.GET('/api/v1/clients/fields')),
  staleTime: 60_000,
});

export async function addField(body: OwnFieldIn): Promise<OwnField> {
  return taken(await client.POST('/api/v1/clients/fields', { body }));
}

export async function changeField(slug: string, body: OwnFieldPatch): Promise<OwnField> {
  const params = { path: { slug } };
  return taken(await client.PATCH('/api/v1/clients/fields/{slug}', { params, body }));
}

export function filesQuery(id: number) {
  return queryOptions({
    queryKey: cardKeys.files(id),
    queryFn: async (): Promise<CardFile[]> =>
      taken(await client.GET('/api/v1/clients/{client_id}/files', at(id))),
  });
}

/** The schema says what the file is, not how a browser sends it. */
function sent<B>(file: File): { body: B; bodySerializer(body: B): FormData } {
  const form = new FormData();
  form.append('file', file);
  return { body: form as unknown as B, bodySerializer: (body) => body as unknown as FormData };
}

export async function addFile(id: number, file: File): Promise<CardFile> {
  return taken(
    await client.POST('/api/v1/clients/{client_id}/files', {
      ...at(id),
      ...sent<{ file?: string | null }>(file),
    }),
  );
}

export async function dropFile(client_id: number, file_id: number): Promise<void> {
  await client.DELETE('/api/v1/clients/{client_id}/files/{file_id}', {
    params: { path: { client_id, file_id } },
  });
}

export function pinnedQuery(id: number) {
  return queryOptions({
    queryKey: cardKeys.pinned(id),
    queryFn: async (): Promise<Note[]> =>
      taken(await client.GET('/api/v1/clients/{client_id}/notes', at(id))),
  });
}

export async function changeNote(
  client_id: number,
  note_id: number,
  body: Schemas['NotePatch'],
): Promise<Note> {
  const params = { path: { client_id, note_id } };
  return taken(await client.PATCH('/api/v1/clients/{client_id}/notes/{note_id}', { params, body }));
}

export async function dropNote(client_id: number, note_id: number): Promise<void> {
  const params = { path: { client_id, note_id } };
  await client.DELETE('/api/v1/clients/{client_id}/notes/{note_id}', { params });
}

export function changesQuery(id: number) {
  return infiniteQueryOptions({
    queryKey: cardKeys.changes(id),
    queryFn: async ({ pageParam }): Promise<Page<FieldChange>> => {
      const query = pageParam ? { cursor: pageParam } : {};
      const params = { path: { client_id: id }, query };
      return taken(await client.GET('/api/v1/clients/{client_id}/changes', { params }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export async function restore(
  client_id: number,
  change_id: number,
  version: number,
): Promise<Client> {
  const params = { path: { client_id, change_id } };
  return taken(
    await client.POST('/api/v1/clients/{client_id}/changes/{change_id}/restore', {
      params,
      body: { version },
    }),
  );
}

export async function previewMerge(
  clients: number[],
  take: Record<string, number>,
): Promise<MergePreview> {
  return taken(await client.POST('/api/v1/clients/merge/preview', { body: { clients, take } }));
}

export async function mergeCards(body: Schemas['MergeIn']): Promise<Schemas['MergedOut']> {
  return taken(await client.POST('/api/v1/clients/merge', { body }));
}

export function mergesQuery(id: number) {
  return queryOptions({
    queryKey: cardKeys.merges(id),
    queryFn: async (): Promise<MergeOut[]> =>
      taken(await client.GET('/api/v1/clients/{client_id}/merges', at(id))),
  });
}

export async function undoMerge(
  merge_id: number,
  version: number,
): Promise<Schemas['UnmergedOut']> {
  const params = { path: { merge_id } };
  return taken(
    await client.POST('/api/v1/clients/merges/{merge_id}/undo', { params, body: { version } }),
  );
}

export const doublesQuery = infiniteQueryOptions({
  queryKey: cardKeys.doubles,
  queryFn: async ({ pageParam }): Promise<Schemas['DoublePage']> => {
    const query = pageParam ? { cursor: pageParam } : {};
    return taken(await client.GET('/api/v1/clients/doubles', { params: { query } }));
  },
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
});

export async function sayDifferent(double_id: number): Promise<void> {
  const params = { path: { double_id } };
  await client.POST('/api/v1/clients/doubles/{double_id}/different', { params });
}

export const importsQuery = queryOptions({
  queryKey: cardKeys.imports,
  queryFn: async (): Promise<ClientImport[]> => taken(await client.GET('/api/v1/clients/imports')),
});

const BUSY = ['reading', 'running', 'undoing'];

export function isBusy(it: ClientImport | undefined): boolean {
  return it !== undefined && BUSY.includes(it.state);
}

export function importQuery(id: number) {
  const params = { path: { import_id: id } };
  return queryOptions({
    queryKey: cardKeys.import(id),
    queryFn: async (): Promise<ClientImport> =>
      taken(await client.GET('/api/v1/clients/imports/{import_id}', { params })),
    refetchInterval: (query) => (isBusy(query.state.data) ? 600 : false),
  });
}

export async function addImport(file: File): Promise<ClientImport> {
  return taken(await client.POST('/api/v1/clients/imports', sent<{ file: string }>(file)));
}

export async function changeImport(
  import_id: number,
  body: Schemas['ImportChange'],
): Promise<ClientImport> {
  const params = { path: { import_id } };
  return taken(await client.PATCH('/api/v1/clients/imports/{import_id}', { params, body }));
}

export async function runImport(import_id: number): Promise<ClientImport> {
  const params = { path: { import_id } };
  return taken(await client.POST('/api/v1/clients/imports/{import_id}/run', { params }));
}

export async function undoImport(import_id: number): Promise<ClientImport> {
  const params = { path: { import_id } };
  return taken(await client.POST('/api/v1/clients/imports/{import_id}/undo', { params }));
}

export async function dropImport(import_id: number): Promise<void> {
  await client.DELETE('/api/v1/clients/imports/{import_id}', { params: { path: { import_id } } });
}

/** The address of a file with all clients that these filters leave. */
export function exportUrl(form: string, filters: ClientFilters): string {
  const query = new URLSearchParams({ form });
  for (const [name, value] of Object.entries(filters)) if (value) query.set(name, String(value));
  return `/api/v1/clients/export?${query}`;
}
