/** Parts of the office, made, replaced or taken away one by one: each time a version of its own. */
import { client, taken } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

export type OfficeDepartment = Schemas['Department'];
export type FollowMe = Schemas['FollowMe'];
export type FollowStep = Schemas['FollowStep'];
export type ConferenceRoom = Schemas['Conference'];
export type OutboundScheme = Schemas['OutboundScheme'];
export type Route = Schemas['Route'];
export type Person = Schemas['Person'];
/** Sections of things that have a key, and sections that are one thing. */
export type Things = {
  people: Person;
  departments: OfficeDepartment;
  follow_me: FollowMe;
  conferences: ConferenceRoom;
  outbound: OutboundScheme;
  prompts: Schemas['Prompt'];
};
export type Singles = {
  company: Schemas['Company'];
  numbering: Schemas['Numbering'];
  parking: Schemas['Parking'];
  features: Schemas['FeatureCodes'];
  holidays: Schemas['Holidays'];
  policy: Schemas['Policy'];
};
export type Parts = Things & Singles;
export type Section = keyof Parts;

/** `key` is empty for a section that is one thing; `is_new`: it must not be there yet. */
export type PartEdit<S extends Section> = {
  section: S;
  key: string;
  value: Parts[S];
  based_on: number | null;
  is_new?: boolean;
};
export type Published = Pick<Schemas['PublishOut'], 'version'>;

type Asked = { params?: object; body?: object };
type Answer = { data?: Published; response: Response };
// The addresses differ in their last words only; each body is checked by `Parts` above.
const put = client.PUT as unknown as (path: string, asked: Asked) => Promise<Answer>;
const drop = client.DELETE as unknown as (path: string, asked: Asked) => Promise<Answer>;

export async function putPart<S extends Section>(edit: PartEdit<S>): Promise<Published> {
  const { section, key, ...body } = edit;
  const path = `/api/v1/office/parts/${section}`;
  return taken(
    await put(key ? `${path}/{key}` : path, {
      ...(key ? { params: { path: { key } } } : {}),
      body: { reason: '', ...body },
    }),
  );
}

export async function dropPart(section: keyof Things, key: string): Promise<Published> {
  const params = { path: { key } };
  return taken(await drop(`/api/v1/office/parts/${section}/{key}`, { params }));
}

export type NumberPlan = Schemas['NumberPlanOut'];
export type ShortNumber = Schemas['ShortNumberOut'];
export async function readNumbers(): Promise<NumberPlan> {
  return taken(await client.GET('/api/v1/office/numbers'));
}

export type PublicDay = Schemas['PublicDayOut'];
export async function readCalendar(year: number): Promise<PublicDay[]> {
  return taken(await client.GET('/api/v1/office/calendar', { params: { query: { year } } }));
}

export type Dialling = Schemas['DiallingOut'];
export async function readDialling(): Promise<Dialling> {
  return taken(await client.GET('/api/v1/office/dialling'));
}

export type Dialled = Schemas['DialOut'];
export async function tryToDial(to: string, scheme: OutboundScheme): Promise<Dialled> {
  return taken(await client.POST('/api/v1/office/dial', { body: { to, scheme } }));
}

/** One life through the office as it would be. */
export async function simulateIn(
  office: Schemas['Office'],
  life: Schemas['LifeIn']['life'],
): Promise<Schemas['TaleOut']> {
  return taken(await client.POST('/api/v1/office/simulate', { body: { life, office } }));
}
