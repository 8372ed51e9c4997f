import { ActionIcon, Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { blacklistCall, unblacklistCall } from '@/api/hub';
import { keys } from '@/api/queries';
import type { CallRow } from '@/api/types';
import { now } from '@/ui/clock';
import { Icon } from '@/ui/Icon';
import { nameOf } from '@/ui/party';
import { useProblem } from '@/ui/problem';

const DAY = 86_400_000;
/** For how long, days; null: for good. */
const TERMS = [1, 30, null] as const;

/** Whether whoever called can be listed, is, and what changes it: a term in days, or off. */
function useBlacklist(call: CallRow) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const problem = useProblem();
  const isListed = call.client.lists?.includes('blacklist') ?? false;
  const may = Boolean(call.client.number) && call.direction !== 'internal';
  const who = nameOf(call.client, t);
  const change = useMutation({
    mutationFn: (days: number | null | 'off') =>
      days === 'off'
        ? unblacklistCall(call.id)
        : blacklistCall(call.id, days === null ? null : new Date(now() + days * DAY).toISOString()),
    onSuccess: (_, days) => {
      for (const queryKey of [keys.calls, keys.missed, ['call'], keys.clients, ['client']]) {
        void memory.invalidateQueries({ queryKey });
      }
      notifications.show({
        message: t(days === 'off' ? 'blacklist.off' : 'blacklist.on', { who }),
      });
    },
    onError: (error) =>
      notifications.show({ message: problem(error), color: 'red', role: 'alert' }),
  });
  return { may, isListed, who, change };
}

/** The same as items of a menu that has more in it. */
export function BlacklistItems({ call }: { call: CallRow }) {
  const { t } = useTranslation();
  const { may, isListed, change } = useBlacklist(call);
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
      <Terms onPick={(days) => change.mutate(days)} />
    </>
  );
}

function Terms({ onPick }: { onPick(days: number | null): void }) {
  const { t } = useTranslation();
  return TERMS.map((days) => (
    <Menu.Item key={days ?? 'ever'} onClick={() => onPick(days)}>
      {t(`blacklist.term.${days ?? 'ever'}`)}
    </Menu.Item>
  ));
}

/** Puts whoever called on the blacklist, or takes him off it: one click, and one click back. */
export function BlacklistButton({ call, compact }: { call: CallRow; compact?: boolean }) {
  const { t } = useTranslation();
  const { may, isListed, who, change } = useBlacklist(call);
  if (!may) return null;
  const label = t(isListed ? 'blacklist.remove' : 'blacklist.add', { who });
  const props = {
    'aria-label': label,
    title: label,
    ...(isListed ? { onClick: () => change.mutate('off') } : {}),
  };
  const target = compact ? (
    <ActionIcon variant="subtle" color={isListed ? 'red' : 'gray'} size={34} {...props}>
      <Icon name="ban" size={17} />
    </ActionIcon>
  ) : (
    <Button
      variant="default"
      leftSection={<Icon name="ban" size={16} />}
      loading={change.isPending}
      {...props}
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
        <Terms onPick={(days) => change.mutate(days)} />
      </Menu.Dropdown>
    </Menu>
  );
}
