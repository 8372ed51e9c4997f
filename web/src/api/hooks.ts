/** Webhooks: who is told what, and what became of telling it. */
import { queryOptions } from '@tanstack/react-query';
import { client, taken } from './client';
import { LOOK, parcelPages } from './parcels';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Hook = Schemas['HookOut'];
export type HookIn = Schemas['HookIn'];
export type HookEvent = Hook['events'][number];
export type Delivery = Schemas['DeliveryOut'];
export type DeliveryState = Delivery['state'];
export type Tested = Schemas['TestOut'];

export const hookKeys = {
  hooks: ['hooks'] as const,
  deliveries: ['hook-deliveries'] as const,
};

export const hooksQuery = queryOptions({
  queryKey: hookKeys.hooks,
  queryFn: async () => taken(await client.GET('/api/v1/hooks')),
  refetchInterval: LOOK,
});
export const hookEventsQuery = queryOptions({
  queryKey: ['hook-events'],
  queryFn: async () => taken(await client.GET('/api/v1/hooks/events')),
  staleTime: Number.POSITIVE_INFINITY,
});
export function deliveriesQuery(hook: number, state: DeliveryState | null) {
  return parcelPages<Delivery>([...hookKeys.deliveries, hook], state, async (query) =>
    taken(
      await client.GET('/api/v1/hooks/{hook_id}/deliveries', {
        params: { path: { hook_id: hook }, query },
      }),
    ),
  );
}

const of = (hook_id: number) => ({ params: { path: { hook_id } } });

export async function addHook(body: HookIn): Promise<Hook> {
  return taken(await client.POST('/api/v1/hooks', { body }));
}
export async function changeHook(id: number, body: HookIn): Promise<Hook> {
  return taken(await client.PUT('/api/v1/hooks/{hook_id}', { ...of(id), body }));
}
export async function dropHook(id: number): Promise<void> {
  await client.DELETE('/api/v1/hooks/{hook_id}', of(id));
}
export async function changeSecret(id: number): Promise<Hook> {
  return taken(await client.POST('/api/v1/hooks/{hook_id}/secret', of(id)));
}
export async function testHook(id: number): Promise<Tested> {
  return taken(await client.POST('/api/v1/hooks/{hook_id}/test', of(id)));
}
export async function replayDelivery(hook_id: number, delivery_id: number): Promise<Delivery> {
  return taken(
    await client.POST('/api/v1/hooks/{hook_id}/deliveries/{delivery_id}/replay', {
      params: { path: { hook_id, delivery_id } },
    }),
  );
}
export async function replayPeriod(id: number, since: string, until: string): Promise<number> {
  const body = { since, until };
  return taken(await client.POST('/api/v1/hooks/{hook_id}/replay', { ...of(id), body })).count;
}
