/** What the constructor asks of the hub to prove a draft: checks, lives of callers. */
import { client, taken } from './client';
import type { components } from './schema';
import type { Life, Office, Tale } from './types';

type Schemas = components['schemas'];
export type Checked = Schemas['CheckOut'];
export type Fault = Schemas['ProblemOut'];
export type InboundScheme = Schemas['InboundScheme'];
export type OutboundScheme = Schemas['OutboundScheme'];
export type SchemeNode = InboundScheme['nodes'][string];

/** All problems of a draft and what it would change; nothing is published. */
export async function checkOffice(office: Office, signal: AbortSignal): Promise<Checked> {
  const body = { office, reason: '', secrets: { passwords: {}, webhook: '', keys: {} } };
  const answer = await client.POST('/api/v1/office/check', { body, signal });
  // The client's types forget that a step of a path is a triple.
  return taken(answer) as Checked;
}

/** One life of a caller through a draft, or (null) through the office in force. */
export async function liveThrough(
  life: Life,
  office: Office | null,
  signal?: AbortSignal,
): Promise<Tale> {
  return taken(
    await client.POST('/api/v1/office/simulate', {
      body: { life, office },
      ...(signal && { signal }),
    }),
  );
}

export type Words = Schemas['WordsOut'];
export type Direction = Schemas['WordsIn']['direction'];
type Written = { office: Office; scheme: string; direction: Direction };

/** A scheme of a draft in plain words, with everything that may be written. */
export async function writeWords(asked: Written, signal?: AbortSignal): Promise<Words> {
  const body = { ...asked, language: null };
  return taken(await client.POST('/api/v1/office/words', { body, ...(signal && { signal }) }));
}

/** The scheme that edited words tell; what is not understood comes as `words_not_understood`. */
export async function readWords(
  asked: Written & { text: string },
  signal?: AbortSignal,
): Promise<InboundScheme | OutboundScheme> {
  const body = { ...asked, language: null };
  const answer = await client.POST('/api/v1/office/words/read', {
    body,
    ...(signal && { signal }),
  });
  return taken(answer).scheme;
}

export type Report = Schemas['ReportOut'];
export type Replayed = Report['calls'][number];

/** The office of one version. */
export async function readVersion(version: number): Promise<Office> {
  return taken(
    await client.GET('/api/v1/office/versions/{version}', { params: { path: { version } } }),
  );
}

/** Past calls of a period through a draft. */
export async function replayCalls(
  office: Office,
  since: string,
  until: string,
  signal: AbortSignal,
): Promise<Report> {
  const body = { office, since, until };
  return taken(await client.POST('/api/v1/office/replay', { body, signal }));
}
