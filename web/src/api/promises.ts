/** What the screens ask of promises: who is to be called back, by when, by whom. */
import { client, taken } from './client';
import type { components } from './schema';
import type { CloseReason, Page } from './types';

type Schemas = components['schemas'];
export type Promised = Schemas['PromiseOut'];
export type Figures = Schemas['PromiseFigures'];
export type CallBack = Schemas['CallBackOut'];

export type PromiseQuery = {
  state?: 'open' | 'over';
  owner?: string;
  department?: string;
  number?: string;
  client?: number;
  since?: string;
  limit?: number;
};

const at = (id: number) => ({ params: { path: { promise_id: id } } });

export async function readPromises(query: PromiseQuery, cursor?: string): Promise<Page<Promised>> {
  const asked = cursor === undefined ? query : { ...query, cursor };
  return taken(await client.GET('/api/v1/promises', { params: { query: asked } }));
}

export async function readFigures(): Promise<Figures> {
  return taken(await client.GET('/api/v1/promises/figures'));
}

export async function makePromise(body: {
  number: string;
  due_at: string;
  text: string;
}): Promise<Promised> {
  return taken(await client.POST('/api/v1/promises', { body }));
}

export async function closePromise(id: number, reason: CloseReason): Promise<Promised> {
  return taken(
    await client.POST('/api/v1/promises/{promise_id}/close', { ...at(id), body: { reason } }),
  );
}

export async function reopenPromise(id: number): Promise<Promised> {
  return taken(await client.POST('/api/v1/promises/{promise_id}/reopen', at(id)));
}

/** `owner`: a person's id; null: to myself; empty: to nobody. */
export async function takePromise(id: number, owner: string | null): Promise<Promised> {
  return taken(
    await client.POST('/api/v1/promises/{promise_id}/take', { ...at(id), body: { owner } }),
  );
}

export async function callBack(id: number): Promise<CallBack> {
  return taken(await client.POST('/api/v1/promises/{promise_id}/call', { ...at(id), body: {} }));
}

export async function letGo(id: number): Promise<void> {
  await client.DELETE('/api/v1/promises/{promise_id}/call', at(id));
}
