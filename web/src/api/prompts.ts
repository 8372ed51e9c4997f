/** Sounds of the office: what there is, how a new one is made, what callers hear on hold. */
import { queryOptions } from '@tanstack/react-query';
import { csrfToken } from './auth';
import { client, taken } from './client';
import { ApiError } from './error';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Sound = Schemas['PromptOut'];
export type Use = Schemas['PromptUse'];
export type Voice = Schemas['VoiceOut'];
export type Phrase = Schemas['PhraseOut'];
export type Music = Schemas['MusicOut'];
export type MusicPolicy = Music['policy'];
export type Edit = Schemas['EditIn'];
export type SpokenLanguage = Voice['language'];

/** Bytes; the hub takes no more. */
export const LARGEST = 20_000_000;

export const promptKeys = {
  sounds: ['prompts'] as const,
  music: ['prompts-music'] as const,
};
export const soundsQuery = queryOptions({
  queryKey: promptKeys.sounds,
  queryFn: async () => taken(await client.GET('/api/v1/prompts')),
});
export const musicQuery = queryOptions({
  queryKey: promptKeys.music,
  queryFn: async () => taken(await client.GET('/api/v1/prompts/music')),
});
export const voicesQuery = queryOptions({
  queryKey: ['prompts-voices'],
  queryFn: async () => taken(await client.GET('/api/v1/prompts/voices')),
  staleTime: Number.POSITIVE_INFINITY,
});
export const phrasesQuery = queryOptions({
  queryKey: ['prompts-phrases'],
  queryFn: async () => taken(await client.GET('/api/v1/prompts/phrases')),
  staleTime: Number.POSITIVE_INFINITY,
});

export type Upload = { file: Blob; name: string; origin: 'file' | 'mic'; replaces: string | null };

/** `progress` gets what part of the file is on the other side, 0 to 1. */
export function uploadSound(upload: Upload, progress: (part: number) => void): Promise<Sound> {
  const form = new FormData();
  form.set('file', upload.file, 'sound');
  form.set('name', upload.name);
  form.set('origin', upload.origin);
  form.set('draft', 'true');
  if (upload.replaces) form.set('replaces', upload.replaces);
  return new Promise((resolve, reject) => {
    // `fetch` tells nothing of how far an upload is.
    const request = new XMLHttpRequest();
    request.open('POST', '/api/v1/prompts');
    request.setRequestHeader('X-CSRFToken', csrfToken());
    request.responseType = 'json';
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    request.onerror = () => reject(new ApiError(0, 'offline'));
    request.onload = () => {
      if (request.status === 201) return resolve(request.response as Sound);
      const told = (request.response ?? {}) as Partial<ApiError> & { detail?: string };
      reject(
        new ApiError(request.status, told.code ?? 'failed', told.detail ?? '', told.facts ?? {}),
      );
    };
    request.send(form);
  });
}

export async function saySound(body: {
  text: string;
  language: SpokenLanguage;
  name: string | null;
  replaces: string | null;
}): Promise<Sound> {
  return taken(await client.POST('/api/v1/prompts/say', { body: { ...body, draft: true } }));
}

export async function editSound(sha256: string, edit: Edit): Promise<Sound> {
  return taken(
    await client.POST('/api/v1/prompts/{sha256}/edit', {
      params: { path: { sha256 } },
      body: edit,
    }),
  );
}

export async function throwAway(sha256: string): Promise<void> {
  await client.DELETE('/api/v1/prompts/{sha256}', { params: { path: { sha256 } } });
}
