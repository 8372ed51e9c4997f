/** CRMs that calls are told to, and what became of telling them. */
import { queryOptions } from '@tanstack/react-query';
import { client, taken } from './client';
import { LOOK, parcelPages } from './parcels';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Crm = Schemas['CrmOut'];
export type CrmKind = Crm['kind'];
export type CrmRules = Schemas['CrmRules'];
export type CrmCall = Schemas['CrmCallOut'];
export type CrmCallState = CrmCall['state'];
export type Begun = Schemas['BegunOut'];
export type AmoKeys = Schemas['AmoIn'];

export const crmKeys = { crms: ['crms'] as const, calls: ['crm-calls'] as const };

export const crmsQuery = queryOptions({
  queryKey: crmKeys.crms,
  queryFn: async () => taken(await client.GET('/api/v1/crm')),
  refetchInterval: LOOK,
});
/** Who a number is there, for a pop-up: once, and no more when it does not answer. */
export function knownQuery(number: string) {
  return queryOptions({
    queryKey: ['crm-known', number] as const,
    queryFn: async () =>
      taken(await client.GET('/api/v1/clients/crm/{number}', { params: { path: { number } } })),
    staleTime: 300_000,
    retry: false,
  });
}
export function crmCallsQuery(kind: CrmKind, state: CrmCallState | null) {
  return parcelPages<CrmCall>([...crmKeys.calls, kind], state, async (query) =>
    taken(
      await client.GET('/api/v1/crm/links/{crm}/calls', {
        params: { path: { crm: kind }, query },
      }),
    ),
  );
}

const of = (kind: CrmKind) => ({ params: { path: { crm: kind } } });

export async function beginBitrix(body: Schemas['BitrixIn']): Promise<Begun> {
  return taken(await client.POST('/api/v1/crm/begin/bitrix', { body }));
}
export async function landBitrix(landed: string): Promise<Crm> {
  return taken(await client.POST('/api/v1/crm/land/bitrix', { body: { landed } }));
}
export async function linkAmo(body: AmoKeys): Promise<Crm> {
  return taken(await client.POST('/api/v1/crm/link/amo', { body }));
}
export async function changeCrm(kind: CrmKind, body: CrmRules): Promise<Crm> {
  return taken(await client.PUT('/api/v1/crm/links/{crm}', { ...of(kind), body }));
}
export async function dropCrm(kind: CrmKind): Promise<void> {
  await client.DELETE('/api/v1/crm/links/{crm}', of(kind));
}
export async function testCrm(kind: CrmKind): Promise<Schemas['CrmTried']> {
  return taken(await client.POST('/api/v1/crm/links/{crm}/test', of(kind)));
}
export async function readCrmPeople(kind: CrmKind): Promise<Crm> {
  return taken(await client.POST('/api/v1/crm/links/{crm}/people', of(kind)));
}
export async function replayCrmCall(kind: CrmKind, crm_call_id: number): Promise<CrmCall> {
  return taken(
    await client.POST('/api/v1/crm/links/{crm}/calls/{crm_call_id}/replay', {
      params: { path: { crm: kind, crm_call_id } },
    }),
  );
}
export async function replayCrmCalls(kind: CrmKind): Promise<number> {
  const made = await client.POST('/api/v1/crm/links/{crm}/replay', { ...of(kind), body: {} });
  return taken(made).count;
}
