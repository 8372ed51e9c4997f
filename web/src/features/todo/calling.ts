/** Calling back with one key: claimed at the hub first, so that no two of us call one client. */
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/error';
import { commandState } from '@/api/hub';
import { callBack, letGo, type Promised } from '@/api/promises';
import type { Command, LiveCall } from '@/api/types';
import { useLive, useMe } from '@/app/context';
import { useProblem } from '@/ui/problem';
import { notePromise } from './queries';

const POLL = 400;
const PATIENCE = 30_000;

async function settled(command: Command): Promise<Command> {
  const end = Date.now() + PATIENCE;
  let now = command;
  while (now.state === 'waiting' && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, POLL));
    now = await commandState(command.id);
  }
  return now;
}

export function useCallBack(): {
  /** Null when I can call, else why not. */
  refusal: string | null;
  call(it: Promised, name: string): Promise<void>;
} {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const memory = useQueryClient();
  const problem = useProblem();
  return {
    refusal: me.extension ? null : t('command.noExtension'),
    async call(it, name) {
      const id = notifications.show({
        message: t('command.calling', { extension: me.extension, who: name }),
        loading: true,
        autoClose: false,
        withCloseButton: true,
      });
      const fail = (message: string) =>
        notifications.update({
          id,
          title: t('command.refusedTitle'),
          message,
          loading: false,
          color: 'red',
          autoClose: 12_000,
          role: 'alert',
        });
      try {
        const { promise, command } = await callBack(it.id);
        notePromise(memory, promise);
        const end = await settled(command);
        if (end.state === 'done') {
          const message = t('command.called', { who: name });
          notifications.update({ id, message, loading: false, autoClose: 4000 });
          return;
        }
        await letGo(it.id);
        const code = String(end.facts['why'] ?? end.code ?? 'failed');
        const key = `command.refused.${code}`;
        fail(t((i18n.exists(key) ? key : 'command.refused.failed') as 'command.refused.failed'));
      } catch (error) {
        const who = error instanceof ApiError ? error.facts['name'] : null;
        if (error instanceof ApiError && error.code === 'being_called') {
          fail(who ? t('promise.beingCalled', { who }) : t('promise.beingCalledBySome'));
        } else fail(problem(error));
      }
    },
  };
}

/** The call with the client of a promise that lives now, whichever of his numbers it is with. */
export function useLiveCall(it: Promised): LiveCall | undefined {
  return useLive((state) =>
    state.board?.calls.find(
      ({ client }) =>
        (it.client_id !== null && client.id === it.client_id) ||
        (client.number !== '' && it.numbers.includes(client.number)),
    ),
  );
}
