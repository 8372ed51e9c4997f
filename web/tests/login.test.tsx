// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { LoginForm } from '@/features/login/LoginForm';
import { speak, startWords } from '@/i18n';
import en from '@/i18n/en.json';

type Answer = { status: number; body: unknown };

/** The door as allauth answers it: first the session (401), then what the test says. */
function answering(...answers: Answer[]) {
  const asked: { url: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (init.method === 'GET') {
      // biome-ignore lint/suspicious/noDocumentCookie: jsdom has no cookie store
      document.cookie = 'csrftoken=token';
      return new Response('{}', { status: 401 });
    }
    asked.push({ url, body: JSON.parse(String(init.body)) });
    const next = answers.shift() ?? { status: 500, body: {} };
    return new Response(JSON.stringify(next.body), { status: next.status });
  });
  return asked;
}

async function signIn() {
  const done = vi.fn();
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <LoginForm onDone={done} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  fireEvent.change(screen.getByLabelText(en.login.login), { target: { value: 'irina ' } });
  fireEvent.change(screen.getByLabelText(en.login.password), { target: { value: 'secret' } });
  fireEvent.click(screen.getByRole('button', { name: en.login.enter }));
  return done;
}

beforeAll(async () => {
  configure({ asyncUtilTimeout: 10_000 });
  await startWords();
  await speak('en');
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe('login', () => {
  it('lets in with the right password', async () => {
    const asked = answering({ status: 200, body: {} });
    const done = await signIn();
    await waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(asked[0]?.body).toEqual({ username: 'irina', password: 'secret' });
  });

  it('says what to check when the password is wrong, and keeps the login', async () => {
    answering({ status: 400, body: { errors: [{ code: 'username_password_mismatch' }] } });
    await signIn();
    expect((await screen.findByRole('alert')).textContent).toBe(en.login.wrong);
    expect(screen.getByLabelText<HTMLInputElement>(en.login.login).value).toBe('irina ');
  });

  it('says for how long the door is closed', async () => {
    answering({ status: 429, body: { code: 'locked_out', facts: { minutes: 15 } } });
    await signIn();
    expect((await screen.findByRole('alert')).textContent).toContain('15 minutes');
  });

  it('asks for the second factor where there is one', async () => {
    const asked = answering(
      { status: 401, body: { data: { flows: [{ id: 'mfa_authenticate', is_pending: true }] } } },
      { status: 200, body: {} },
    );
    const done = await signIn();
    fireEvent.change(await screen.findByLabelText(en.login.code), { target: { value: '123456' } });
    fireEvent.click(screen.getByRole('button', { name: en.login.enter }));
    await waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(asked[1]?.body).toEqual({ code: '123456' });
  });
});
