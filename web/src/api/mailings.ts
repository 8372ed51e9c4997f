/** One text for many: who would get it, how far it is; and texts with variables. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client, taken } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];
export type Mailing = Schemas['MailingOut'];
export type MailingIn = Schemas['MailingIn'];
export type MailingCheck = Schemas['MailingCheck'];
export type Letter = Schemas['MailingLetterOut'];

export const mailingKeys = { mailings: ['mailings'] as const };
/** A mailing that is on its way changes by itself, milliseconds. */
const LOOK = 4000;

export const mailingsQuery = infiniteQueryOptions({
  queryKey: [...mailingKeys.mailings, 'list'] as const,
  queryFn: async ({ pageParam }) =>
    taken(
      await client.GET('/api/v1/sms/mailings', {
        params: { query: pageParam === undefined ? {} : { cursor: pageParam } },
      }),
    ),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
  refetchInterval: LOOK,
});

export const mailingQuery = (id: string) =>
  queryOptions({
    queryKey: [...mailingKeys.mailings, id] as const,
    queryFn: async () =>
      taken(
        await client.GET('/api/v1/sms/mailings/{mailing_id}', {
          params: { path: { mailing_id: id } },
        }),
      ),
    refetchInterval: LOOK,
  });

export const lettersQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...mailingKeys.mailings, id, 'letters'] as const,
    queryFn: async ({ pageParam }) =>
      taken(
        await client.GET('/api/v1/sms/mailings/{mailing_id}/letters', {
          params: {
            path: { mailing_id: id },
            query: { limit: 100, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
          },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: LOOK,
  });

export async function checkMailing(body: MailingIn): Promise<MailingCheck> {
  return taken(await client.POST('/api/v1/sms/mailings/check', { body }));
}

export async function beginMailing(body: MailingIn): Promise<Mailing> {
  return taken(await client.POST('/api/v1/sms/mailings', { body }));
}

export async function steerMailing(
  id: string,
  state: Schemas['SteerIn']['state'],
): Promise<Mailing> {
  const params = { path: { mailing_id: id } };
  return taken(await client.PUT('/api/v1/sms/mailings/{mailing_id}', { params, body: { state } }));
}

export async function fillText(text: string, number: string): Promise<Schemas['SmsFillOut']> {
  return taken(await client.POST('/api/v1/sms/fill', { body: { text, number } }));
}
