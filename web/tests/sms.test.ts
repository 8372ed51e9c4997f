import { type InfiniteData, InfiniteQueryObserver, QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import type { SmsRow } from '@/api/types';
import { noteSms, smsKeys } from '@/features/sms/queries';
import type { SmsPage } from '@/features/sms/thread';

const TO = '+375291112233';
const row = (state: SmsRow['state']) =>
  ({ id: 'a', at: '2026-05-18T10:00:00Z', number: TO, dir: 'out', state }) as SmsRow;

it('a page that was on its way does not put a message back as it was', async () => {
  const memory = new QueryClient();
  const answers: ((page: SmsPage) => void)[] = [];
  const observer = new InfiniteQueryObserver(memory, {
    queryKey: smsKeys.thread(TO),
    queryFn: () => new Promise<SmsPage>((resolve) => answers.push(resolve)),
    initialPageParam: undefined,
    getNextPageParam: () => undefined,
  });
  const end = observer.subscribe(() => undefined);
  const state = () =>
    memory.getQueryData<InfiniteData<SmsPage>>(smsKeys.thread(TO))?.pages[0]?.items[0]?.state;
  const page = (of: SmsRow['state']) => ({ items: [row(of)], next: null, stopped: false });
  const settled = () => new Promise((resolve) => setTimeout(resolve));

  answers.shift()?.(page('queued'));
  await settled();
  expect(state()).toBe('queued');

  void memory.invalidateQueries({ queryKey: smsKeys.thread(TO) });
  await settled();
  noteSms(memory, row('failed'));
  expect(state()).toBe('failed');
  answers.shift()?.(page('queued'));
  await settled();
  expect(state()).toBe('failed');
  answers.shift()?.(page('failed'));
  await settled();
  expect(state()).toBe('failed');
  expect(memory.isFetching()).toBe(0);
  end();
});
