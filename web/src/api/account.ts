/** One's own account: password, second factor and passkeys (allauth), sessions, tokens, the door. */
import { csrfToken, type SignedIn, settle } from './auth';
import { client, taken } from './client';
import { ApiError } from './error';
import type { components } from './schema';
import type { Me } from './types';

type Schemas = components['schemas'];
export type SessionRow = Schemas['SessionOut'];
export type TokenRow = Schemas['TokenOut'];
export type Door = Schemas['DoorOut'];
export type DoorRule = Door['second_factor'];
export type Lockout = Schemas['LockoutOut'];
export type Verdict = Schemas['PasswordVerdict'];

export async function changeMe(body: Schemas['MePatch']): Promise<Me> {
  return taken(await client.PATCH('/api/v1/me', { body }));
}
export async function checkPassword(password: string): Promise<Verdict> {
  return taken(await client.POST('/api/v1/me/password/check', { body: { password } }));
}
export async function readSessions(): Promise<SessionRow[]> {
  return taken(await client.GET('/api/v1/sessions'));
}
export async function endSession(id: number): Promise<void> {
  await client.DELETE('/api/v1/sessions/{session_id}', { params: { path: { session_id: id } } });
}
export async function endOtherSessions(): Promise<void> {
  await client.DELETE('/api/v1/sessions');
}
export async function readTokens(): Promise<TokenRow[]> {
  return taken(await client.GET('/api/v1/tokens'));
}
export async function readScopes(): Promise<string[]> {
  return taken(await client.GET('/api/v1/tokens/scopes'));
}
export async function makeToken(
  name: string,
  scopes: string[],
  days: number | null,
): Promise<TokenRow> {
  return taken(await client.POST('/api/v1/tokens', { body: { name, scopes, days } }));
}
export async function dropToken(id: number): Promise<void> {
  await client.DELETE('/api/v1/tokens/{token_id}', { params: { path: { token_id: id } } });
}
export async function readDoor(): Promise<Door> {
  return taken(await client.GET('/api/v1/door'));
}
export async function putDoor(second_factor: DoorRule): Promise<Door> {
  return taken(await client.PUT('/api/v1/door', { body: { second_factor } }));
}
export async function readLockouts(): Promise<Lockout[]> {
  return taken(await client.GET('/api/v1/lockouts'));
}
export async function openLockout(id: number): Promise<void> {
  await client.DELETE('/api/v1/lockouts/{lockout_id}', { params: { path: { lockout_id: id } } });
}

// --- allauth --------------------------------------------------------------------------------

const BASE = '/_allauth/browser/v1';

type Told = {
  data?: unknown;
  meta?: Record<string, unknown>;
  errors?: { code: string; message: string }[];
  code?: string;
  facts?: Record<string, unknown>;
};

async function send(method: string, path: string, body?: unknown): Promise<[number, Told]> {
  let response: Response;
  try {
    response = await fetch(BASE + path, {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        'Content-Type': 'application/json',
        'X-CSRFToken': csrfToken(),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError(0, 'offline');
  }
  return [response.status, (await response.json().catch(() => ({}))) as Told];
}

/** 401 from somebody who is in means: say once more that it is you (`login_again`). */
async function ask(method: string, path: string, body?: unknown): Promise<Told> {
  const [status, told] = await send(method, path, body);
  if (status < 300) return told;
  const code = status === 401 ? 'login_again' : (told.errors?.[0]?.code ?? told.code ?? 'failed');
  throw new ApiError(status, code, told.errors?.[0]?.message ?? '', told.facts);
}

export async function confirmPassword(password: string): Promise<void> {
  await ask('POST', '/auth/reauthenticate', { password });
}
export async function changePassword(current: string, next: string): Promise<void> {
  const body = { current_password: current, new_password: next };
  await ask('POST', '/account/password/change', body);
}

/** A way to prove who it is besides the password. Times are seconds since 1970. */
export type Factor = {
  id?: number;
  type: 'totp' | 'recovery_codes' | 'webauthn';
  name?: string;
  created_at: number;
  last_used_at: number | null;
  unused_code_count?: number;
};

export async function readFactors(): Promise<Factor[]> {
  return (await ask('GET', '/account/authenticators')).data as Factor[];
}

export type NewTotp = { secret: string; totp_url: string };

/** The secret of a code generator that is not set up yet. */
export async function beginTotp(): Promise<NewTotp> {
  const [status, told] = await send('GET', '/account/authenticators/totp');
  if (status === 404 && told.meta) return told.meta as NewTotp;
  throw new ApiError(status, told.errors?.[0]?.code ?? 'failed');
}
export async function finishTotp(code: string): Promise<void> {
  await ask('POST', '/account/authenticators/totp', { code });
}
export async function dropTotp(): Promise<void> {
  await ask('DELETE', '/account/authenticators/totp');
}
export async function readCodes(): Promise<string[]> {
  const told = await ask('GET', '/account/authenticators/recovery-codes');
  return (told.data as { unused_codes?: string[] }).unused_codes ?? [];
}
export async function newCodes(): Promise<string[]> {
  const told = await ask('POST', '/account/authenticators/recovery-codes');
  return (told.data as { unused_codes?: string[] }).unused_codes ?? [];
}

// --- passkeys -------------------------------------------------------------------------------

/** Why this browser cannot have passkeys at this address; null: it can. */
export function passkeysMissing(): 'address' | 'browser' | null {
  // A passkey belongs to a name: neither a bare address nor an unencrypted page can have one.
  const isAddress = /^[\d.]+$|:/.test(location.hostname);
  if (!window.isSecureContext || isAddress) return 'address';
  const has =
    'PublicKeyCredential' in window && 'parseCreationOptionsFromJSON' in PublicKeyCredential;
  return has ? null : 'browser';
}

export async function addPasskey(name: string): Promise<void> {
  const told = await ask('GET', '/account/authenticators/webauthn?passwordless');
  const options = (told.data as { creation_options: { publicKey: unknown } }).creation_options;
  const made = await navigator.credentials.create({
    publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
      options.publicKey as PublicKeyCredentialCreationOptionsJSON,
    ),
  });
  const credential = (made as PublicKeyCredential).toJSON();
  await ask('POST', '/account/authenticators/webauthn', { name, credential });
}
export async function renamePasskey(id: number, name: string): Promise<void> {
  await ask('PUT', '/account/authenticators/webauthn', { id, name });
}
export async function dropPasskey(id: number): Promise<void> {
  await ask('DELETE', '/account/authenticators/webauthn', { authenticators: [id] });
}

/** Signs in with a passkey: at the door, or as the second step of a login. */
export async function enterByPasskey(at: 'login' | 'authenticate'): Promise<SignedIn> {
  const [status, told] = await send('GET', `/auth/webauthn/${at}`);
  if (status !== 200) throw new ApiError(status, told.errors?.[0]?.code ?? 'failed');
  const options = (told.data as { request_options: { publicKey: unknown } }).request_options;
  const found = await navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
      options.publicKey as PublicKeyCredentialRequestOptionsJSON,
    ),
  });
  const credential = (found as PublicKeyCredential).toJSON();
  return settle(await send('POST', `/auth/webauthn/${at}`, { credential }));
}
