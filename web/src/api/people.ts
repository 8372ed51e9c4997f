/** People of the office: the list, one form, invitations, leaving, tables. */
import { queryOptions } from '@tanstack/react-query';
import { client, taken } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

export type PersonRow = Schemas['PersonOut'];
export type People = Schemas['PeopleOut'];
export type PersonEdit = Schemas['PersonEdit'];
export type PersonIn = Schemas['PersonIn'];
export type PhoneIn = Schemas['PhoneIn'];
export type Saved = Schemas['SavedOut'];
export type Invite = Schemas['InviteOut'];
export type Invited = Schemas['InvitedOut'];
export type Leaving = Schemas['LeavingOut'];
export type PhoneSetup = Schemas['PhoneSetup'];
export type PhoneSecret = Schemas['PhoneSecret'];
export type ImportPreview = Schemas['ImportPreview'];
export type ImportRow = Schemas['ImportRow'];
export type Imported = Schemas['ImportOut'];
export type FieldProblem = Schemas['FieldProblem'];
export type RoleRow = Schemas['RoleOut'];
export type RoleBody = Schemas['RoleIn'];
export type RightRow = Schemas['RightOut'];
export type SightWord = RoleRow['sight'];
export type WorksFrom = PersonEdit['works_from'];

export const peopleKeys = { people: ['people'] as const, roles: ['roles'] as const };

export const peopleQuery = queryOptions({
  queryKey: peopleKeys.people,
  queryFn: async (): Promise<People> => taken(await client.GET('/api/v1/people')),
});

export const rolesQuery = queryOptions({
  queryKey: peopleKeys.roles,
  queryFn: async (): Promise<RoleRow[]> => taken(await client.GET('/api/v1/roles')),
  staleTime: 60_000,
});

/** Rights that a role may take away, in the hub's words. */
export const rightsQuery = queryOptions({
  queryKey: [...peopleKeys.roles, 'rights'],
  queryFn: async (): Promise<RightRow[]> => taken(await client.GET('/api/v1/roles/rights')),
  staleTime: 60_000,
});

/** `slug` null: a new one. */
export async function saveRole(slug: string | null, body: RoleBody): Promise<RoleRow> {
  return taken(
    slug === null
      ? await client.POST('/api/v1/roles', { body })
      : await client.PUT('/api/v1/roles/{slug}', { params: { path: { slug } }, body }),
  );
}

export async function dropRole(slug: string): Promise<void> {
  taken(await client.DELETE('/api/v1/roles/{slug}', { params: { path: { slug } } }));
}

const of = (person: string) => ({ params: { path: { person } } });

export async function readPerson(person: string): Promise<PersonRow> {
  return taken(await client.GET('/api/v1/people/{person}', of(person)));
}

/** `person` null: a new one. */
export async function savePerson(person: string | null, body: PersonEdit): Promise<Saved> {
  return taken(
    person === null
      ? await client.POST('/api/v1/people', { body })
      : await client.PUT('/api/v1/people/{person}', { ...of(person), body }),
  );
}

export async function switchRemote(
  person: string,
  body: Schemas['RemoteIn'],
): Promise<{ version: number }> {
  return taken(await client.PUT('/api/v1/people/{person}/remote', { ...of(person), body }));
}

export async function invitePerson(person: string): Promise<Invite> {
  return taken(await client.POST('/api/v1/people/{person}/invite', of(person)));
}

export async function inviteAccount(account_id: number): Promise<Invite> {
  return taken(
    await client.POST('/api/v1/people/accounts/{account_id}/invite', {
      params: { path: { account_id } },
    }),
  );
}

export async function revokeInvite(person: string): Promise<void> {
  taken(await client.DELETE('/api/v1/people/{person}/invite', of(person)));
}

export async function checkInvite(token: string): Promise<Invited> {
  return taken(await client.POST('/api/v1/invites/check', { body: { token } }));
}

export async function useInvite(token: string, password: string): Promise<Invited> {
  return taken(await client.POST('/api/v1/invites/use', { body: { token, password } }));
}

export async function readLeaving(person: string): Promise<Leaving> {
  return taken(await client.GET('/api/v1/people/{person}/leaving', of(person)));
}

export async function letLeave(person: string, to: string, based_on: number) {
  const body = { to, reason: '', based_on };
  return taken(await client.POST('/api/v1/people/{person}/leave', { ...of(person), body }));
}

export async function letReturn(person: string): Promise<Saved> {
  return taken(
    await client.POST('/api/v1/people/{person}/return', { ...of(person), body: { reason: '' } }),
  );
}

export async function readPhones(person: string): Promise<PhoneSetup[]> {
  return taken(await client.GET('/api/v1/people/{person}/phones', of(person)));
}

export async function revealPhone(person: string, account: string): Promise<PhoneSecret> {
  return taken(
    await client.POST('/api/v1/people/{person}/phones/{account}/reveal', {
      params: { path: { person, account } },
    }),
  );
}

export async function previewImport(file: File): Promise<ImportPreview> {
  const form = new FormData();
  form.append('file', file);
  return taken(
    await client.POST('/api/v1/people/import/preview', {
      // The schema says what the file is, not how a browser sends it.
      body: form as unknown as { file: string },
      bodySerializer: (body) => body as unknown as FormData,
    }),
  );
}

export async function confirmImport(people: PersonIn[], based_on: number): Promise<Imported> {
  const body = { people, reason: '', based_on };
  return taken(await client.POST('/api/v1/people/import', { body }));
}
