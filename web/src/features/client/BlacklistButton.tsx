import { ActionIcon, Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { putOnList, takeOffList } from '@/api/log';
import { keys } from '@/api/queries';
import type { CallRow } from '@/api/types';
import { glanceKey } from '@/features/popup/queries';
import { now } from '@/ui/clock';
import { Icon } from '@/ui/Icon';
import { nameOf } from '@/ui/party';
import { isErased } from '@/ui/phone';
import { useProblem } from '@/ui/problem';

const HOUR = 3_600_000;
/** For how long, hours; null: for good. */
export const TERMS = [1, 24, 168, 720, null] as const;
export type Term = (typeof TERMS)[number];

export function untilOf(hours: number | null): string | null {
  return hours === null ? null : new Date(now() + hours * HOUR).toISOString();
}

type Whom = { number: string; name: string; lists: readonly string[] };
type Props = {
  /** Either a call of the log, or whoever else has a number. */
  call?: CallRow;
  whom?: Whom;
  compact?: boolean;
};

function whomOf({ call, whom }: Props): Whom | null {
  if (whom) return isErased(whom.number) ? null : whom;
  if (!call || call.direction === 'internal' || isErased(call.client.number)) return null;
  return { number: call.client.number, name: call.client.name, lists: call.client.lists ?? [] };
}

/** Whether somebody can be listed, is, and what changes it: a term in hours, or off. */
function useBlacklist(props: Props) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const problem = useProblem();
  const it = whomOf(props);
  const number = it?.number ?? '';
  const isListed = it?.lists.includes('blacklist') ?? false;
  const who = props.call ? nameOf(props.call.client, t) : it?.name || number;
  const send = (hours: number | null | 'off') =>
    hours === 'off'
      ? takeOffList('blacklist', number)
      : putOnList('blacklist', number, untilOf(hours)).then(() => undefined);
  const renew = () => {
    for (const queryKey of [keys.calls, ['call'], keys.clients, ['client'], ['lists'], glanceKey]) {
      void memory.invalidateQueries({ queryKey });
    }
  };
  const failed = (error: unknown) =>
    notifications.show({ message: problem(error), color: 'red', role: 'alert' });
  const change = useMutation({
    mutationFn: send,
    onSuccess: (_, hours) => {
      renew();
      const id = `blacklist-${number}`;
      const undo = () => {
        notifications.hide(id);
        void send(hours === 'off' ? null : 'off').then(renew, failed);
      };
      notifications.show({
        id,
        autoClose: 8000,
        message: (
          <>
            {t(hours === 'off' ? 'blacklist.off' : 'blacklist.on', { who })}{' '}
            <Button variant="subtle" size="compact-sm" onClick={undo}>
              {t('blacklist.undo')}
            </Button>
          </>
        ),
      });
    },
    onError: failed,
  });
  return { may: number !== '', isListed, who, change };
}

/** The same as items of a menu that has more in it. */
export function BlacklistItems(props: Props) {
  const { t } = useTranslation();
  const { may, isListed, change } = useBlacklist(props);
  if (!may) return null;
  if (isListed) {
    return (
      <Menu.Item leftSection={<Icon name="ban" size={15} />} onClick={() => change.mutate('off')}>
        {t('blacklist.removeShort')}
      </Menu.Item>
    );
  }
  return (
    <>
      <Menu.Label>{t('blacklist.addShort')}</Menu.Label>
      <Terms onPick={(hours) => change.mutate(hours)} />
    </>
  );
}

export function Terms({ onPick }: { onPick(hours: number | null): void }) {
  const { t } = useTranslation();
  return TERMS.map((hours) => (
    <Menu.Item key={hours ?? 'ever'} onClick={() => onPick(hours)}>
      {t(`blacklist.term.${hours ?? 'ever'}`)}
    </Menu.Item>
  ));
}

/** Puts somebody on the blacklist, or takes him off it: one click, and one click back. */
export function BlacklistButton(props: Props) {
  const { t } = useTranslation();
  const { may, isListed, who, change } = useBlacklist(props);
  if (!may) return null;
  const label = t(isListed ? 'blacklist.remove' : 'blacklist.add', { who });
  const named = {
    'aria-label': label,
    title: label,
    ...(isListed ? { onClick: () => change.mutate('off') } : {}),
  };
  const target = props.compact ? (
    <ActionIcon variant="subtle" color={isListed ? 'red' : 'gray'} size={34} {...named}>
      <Icon name="ban" size={17} />
    </ActionIcon>
  ) : (
    <Button
      variant="default"
      leftSection={<Icon name="ban" size={16} />}
      loading={change.isPending}
      {...named}
    >
      {t(isListed ? 'blacklist.removeShort' : 'blacklist.addShort')}
    </Button>
  );
  if (isListed) return target;
  return (
    <Menu width={230} radius={12} withinPortal position="bottom-end">
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('blacklist.means')}</Menu.Label>
        <Terms onPick={(hours) => change.mutate(hours)} />
      </Menu.Dropdown>
    </Menu>
  );
}
