/** Signing in and out over allauth's headless browser API. */
import { ApiError } from './error';

const BASE = '/_allauth/browser/v1/auth';

export function csrfToken(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? '';
}

type Flow = { id: string; is_pending?: boolean };
type Answer = {
  data?: { flows?: Flow[] };
  errors?: { code: string; message: string }[];
  code?: string;
  detail?: string;
  facts?: Record<string, unknown>;
};

async function send(method: string, path: string, body?: unknown): Promise<[number, Answer]> {
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
  const answer = (await response.json().catch(() => ({}))) as Answer;
  return [response.status, answer];
}

export type SignedIn = 'in' | 'second_factor';

/** Turns what allauth or the lock-out answers into 'in', a second step, or an error. */
export function settle([status, told]: [number, unknown]): SignedIn {
  const answer = told as Answer;
  if (status === 200) return 'in';
  const pending = answer.data?.flows?.find((flow) => flow.is_pending);
  if (status === 401 && pending?.id === 'mfa_authenticate') return 'second_factor';
  const code = answer.errors?.[0]?.code ?? answer.code ?? 'failed';
  throw new ApiError(status, code, answer.detail, answer.facts);
}

/** The first call gives the CSRF cookie; a POST without it would be refused. */
export async function readSession(): Promise<boolean> {
  const [status] = await send('GET', '/session');
  return status === 200;
}

export async function signIn(login: string, password: string): Promise<SignedIn> {
  if (!csrfToken()) await readSession();
  const answer = await send('POST', '/login', { username: login, password });
  // Already signed in, perhaps in another tab.
  if (answer[0] === 409) return 'in';
  return settle(answer);
}

export async function confirmCode(code: string): Promise<SignedIn> {
  return settle(await send('POST', '/2fa/authenticate', { code }));
}

export async function signOut(): Promise<void> {
  await send('DELETE', '/session');
}
