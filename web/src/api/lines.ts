/** What the pages about lines ask of the hub. */
import { queryOptions } from '@tanstack/react-query';
import { client, taken } from './client';
import type { components } from './schema';
import type { LineSettings, Office } from './types';

type Schemas = components['schemas'];
export type Line = LineSettings;
export type LineDocument = Office['lines'][number];
export type Trunk = Extract<LineDocument, { kind: 'trunk' }>;
export type Move = Schemas['MoveOut'];
export type MoveIn = Schemas['MoveIn'];
export type MoveStep = Move['steps'][number]['id'];
export type Published = { version: number };
export type PartChange = Schemas['ChangesIn']['changes'][number];

export const lineKeys = { moves: ['moves'] as const };

export const movesQuery = queryOptions({
  queryKey: lineKeys.moves,
  queryFn: async () => taken(await client.GET('/api/v1/lines/migration')),
});

export type LineEdit = {
  value: LineDocument;
  isNew: boolean;
  basedOn: number | null;
  /** Of the operator of a trunk; empty: as before. */
  password: string;
};

export async function putLine({ value, isNew, basedOn, password }: LineEdit): Promise<Published> {
  const passwords = password ? { [value.id]: password } : {};
  return taken(
    await client.PUT('/api/v1/office/parts/lines/{key}', {
      params: { path: { key: value.id } },
      body: {
        value,
        reason: '',
        is_new: isNew,
        based_on: basedOn,
        secrets: { passwords, webhook: '', keys: {} },
      },
    }),
  );
}

/** Several parts at once, or none of them. */
export async function changeParts(changes: PartChange[], basedOn: number): Promise<Published> {
  return taken(
    await client.POST('/api/v1/office/parts', {
      body: {
        changes,
        reason: '',
        based_on: basedOn,
        secrets: { passwords: {}, webhook: '', keys: {} },
      },
    }),
  );
}

/** What is wrong with an office that is not in force, and what it would change. */
export async function checkOffice(office: Office) {
  return taken(
    await client.POST('/api/v1/office/check', {
      body: { office, reason: '', secrets: { passwords: {}, webhook: '', keys: {} } },
    }),
  );
}

export type Signed = { line: string; rule: string; reason: string };

export async function sign(body: Signed): Promise<Published> {
  return taken(await client.POST('/api/v1/office/signatures', { body }));
}

export async function unsign({ line, rule }: Signed): Promise<Published> {
  return taken(
    await client.DELETE('/api/v1/office/signatures/{line}/{rule}', {
      params: { path: { line, rule } },
    }),
  );
}

export async function saveMove(id: number | null, body: MoveIn): Promise<Move> {
  if (id === null) return taken(await client.POST('/api/v1/lines/migration', { body }));
  return taken(
    await client.PUT('/api/v1/lines/migration/{move}', { params: { path: { move: id } }, body }),
  );
}

export async function dropMove(id: number): Promise<void> {
  await client.DELETE('/api/v1/lines/migration/{move}', { params: { path: { move: id } } });
}

export async function testMove(id: number, way: 'in' | 'out'): Promise<Move> {
  return taken(
    await client.POST('/api/v1/lines/migration/{move}/test', {
      params: { path: { move: id } },
      body: { way },
    }),
  );
}
