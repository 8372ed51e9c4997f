/** A command to the exchange: sent, watched until it is done or refused, told as it goes. */
import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type Action, commandState, sendCommand } from '@/api/hub';
import type { Command } from '@/api/types';
import { useMe } from '@/app/context';
import { prettyNumber } from '@/ui/phone';
import { useProblem } from '@/ui/problem';

const POLL = 400;
const PATIENCE = 30_000;

/** Asks until the command is settled; null when no answer came in `patience`, milliseconds. */
async function settle(id: string, patience = PATIENCE): Promise<Command | null> {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    const now = await commandState(id);
    if (now.state !== 'waiting') return now;
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
  return null;
}

/** Sends a command and waits for what comes of it; null when no answer came. */
export async function carryOut(action: Action, patience = PATIENCE): Promise<Command | null> {
  const sent = await sendCommand(action);
  return sent.state === 'waiting' ? settle(sent.id, patience) : sent;
}

/** `refused`: words for a code that means something of its own here. */
export type Words = {
  doing: string;
  done: string;
  refused?: (code: string, facts: Command['facts']) => string | null;
};

export function useCommand(): (action: Action, words: Words) => Promise<boolean> {
  const { t, i18n } = useTranslation();
  const problem = useProblem();
  return useCallback(
    async (action, words) => {
      const id = notifications.show({
        message: words.doing,
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
        const end = await carryOut(action);
        if (end?.state === 'done') {
          notifications.update({ id, message: words.done, loading: false, autoClose: 4000 });
          return true;
        }
        // A reason that is more exact than the code comes as a fact.
        const code = String(end?.facts['why'] ?? end?.code ?? 'silent');
        const key = `command.refused.${code}`;
        const own = words.refused?.(end?.code ?? 'silent', end?.facts ?? {});
        if (own) fail(own);
        else
          fail(i18n.exists(key) ? t(key as 'command.refused.failed') : t('command.refused.failed'));
      } catch (error) {
        fail(problem(error));
      }
      return false;
    },
    [t, i18n, problem],
  );
}

export type Calling = {
  /** Null when a call can be made, else why not. */
  refusal: string | null;
  call(number: string, name?: string | null): void;
};

/** Click to call: my phone rings first, then the number is called as if I had dialled it. */
export function useClickToCall(): Calling {
  const { t } = useTranslation();
  const me = useMe();
  const run = useCommand();
  const extension = me.extension;
  return {
    refusal: extension ? null : t('command.noExtension'),
    call: (number, name) => {
      if (!extension) return;
      const who = name || prettyNumber(number);
      void run(
        { kind: 'originate', extension, to: number },
        {
          doing: t('command.calling', { extension, who }),
          done: t('command.called', { who }),
        },
      );
    },
  };
}
