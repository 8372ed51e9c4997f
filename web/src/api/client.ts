/** The typed client of the hub; one place that knows CSRF, sessions and how refusals look. */
import createClient, { type Middleware } from 'openapi-fetch';
import { noteUnauthorised } from '@/app/session';
import { csrfToken } from './auth';
import { ApiError } from './error';
import type { paths } from './schema';

const guard: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('X-CSRFToken', csrfToken());
  },
  async onResponse({ response }) {
    if (response.ok) return;
    if (response.status === 401) noteUnauthorised();
    const body = (await response.json().catch(() => ({}))) as {
      code?: string;
      detail?: unknown;
      facts?: Record<string, unknown>;
    };
    const detail = typeof body.detail === 'string' ? body.detail : '';
    throw new ApiError(response.status, body.code ?? 'failed', detail, body.facts);
  },
  onError({ error }) {
    return error instanceof ApiError ? error : new ApiError(0, 'offline');
  },
};

export const client = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' });
client.use(guard);

/** The body of a good answer; refusals were thrown by the guard. */
export function taken<T>(answer: { data?: T; response: Response }): T {
  if (answer.data === undefined) throw new ApiError(answer.response.status, 'failed');
  return answer.data;
}
