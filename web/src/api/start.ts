/** What the first run asks of the hub. */
import { queryOptions } from '@tanstack/react-query';
import { client, taken } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];
export type Start = Schemas['StartOut'];
export type Step = Start['step'];
export type Progress = Schemas['ProgressIn'];
export type CompanyDocument = Schemas['CompanyIn']['company'];
export type NewPerson = Schemas['NewPerson'];
export type SchemeTemplate = Schemas['SchemeTemplate'];
export type TemplateId = SchemeTemplate['id'];
export type Answers = Schemas['SchemeIn']['answers'];
export type Hours = NonNullable<NonNullable<Answers>['hours']>[number];
export type FirstRunCall = Schemas['FirstCall'];

export const startKeys = { start: ['start'] as const, templates: ['templates'] as const };

export const startQuery = queryOptions({
  queryKey: startKeys.start,
  queryFn: async (): Promise<Start> => taken(await client.GET('/api/v1/start')),
});

export function templatesQuery(language: string) {
  return queryOptions({
    queryKey: [...startKeys.templates, language],
    queryFn: async () => taken(await client.GET('/api/v1/office/templates')),
    staleTime: 60_000,
  });
}

export async function saveStart(body: Progress): Promise<Start> {
  return taken(await client.PUT('/api/v1/start', { body }));
}

export async function finishStart(): Promise<Start> {
  return taken(await client.POST('/api/v1/start/finish'));
}

export async function startCompany(company: CompanyDocument): Promise<{ version: number }> {
  return taken(await client.POST('/api/v1/start/company', { body: { company } }));
}

export async function startPeople(people: NewPerson[]): Promise<{ version: number }> {
  return taken(await client.POST('/api/v1/start/people', { body: { people } }));
}

export type SchemeAsked = { template: TemplateId; answers: Answers; is_published: boolean };

export async function startScheme(body: SchemeAsked) {
  return taken(await client.POST('/api/v1/start/scheme', { body }));
}

/** What the answers come to in words; makes no sounds, changes nothing. */
export async function lookAtTemplate(template: TemplateId, answers: Answers) {
  return taken(
    await client.POST('/api/v1/office/templates/{template}', {
      params: { path: { template } },
      body: { answers: answers ?? {}, office: null, is_spoken: false } as never,
    }),
  );
}

export type SchemeMade = Awaited<ReturnType<typeof startScheme>>;
