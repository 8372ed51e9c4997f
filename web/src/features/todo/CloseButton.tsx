import { ActionIcon, Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { closeCall, reopenCall } from '@/api/hub';
import { keys } from '@/api/queries';
import type { CallRow, CloseReason } from '@/api/types';
import { Icon } from '@/ui/Icon';
import { nameOf } from '@/ui/party';
import { useProblem } from '@/ui/problem';

const REASONS: CloseReason[] = ['settled', 'no_need', 'mistake'];

/** Closes a missed call by hand, with the reason; on the call itself also takes that back. */
export function CloseButton({ call, compact }: { call: CallRow; compact?: boolean }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const problem = useProblem();
  const who = nameOf(call.client, t);
  const change = useMutation({
    mutationFn: (reason: CloseReason | null) =>
      reason ? closeCall(call.id, reason) : reopenCall(call.id),
    onSuccess: (_, reason) => {
      for (const queryKey of [keys.calls, keys.call(call.id)]) {
        void memory.invalidateQueries({ queryKey });
      }
      notifications.show({ message: t(reason ? 'closing.done' : 'closing.reopened', { who }) });
    },
    onError: (error) =>
      notifications.show({ message: problem(error), color: 'red', role: 'alert' }),
  });
  if (call.result !== 'missed') return null;
  if (call.closed) {
    return (
      <Button variant="default" loading={change.isPending} onClick={() => change.mutate(null)}>
        {t('closing.reopen')}
      </Button>
    );
  }
  const label = t('closing.close', { who });
  return (
    <Menu width={260} radius={12} withinPortal position="bottom-end">
      <Menu.Target>
        {compact ? (
          <ActionIcon variant="subtle" color="gray" size={34} aria-label={label} title={label}>
            <Icon name="tick" size={17} />
          </ActionIcon>
        ) : (
          <Button
            variant="default"
            aria-label={label}
            loading={change.isPending}
            leftSection={<Icon name="tick" size={16} />}
          >
            {t('closing.short')}
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('closing.why')}</Menu.Label>
        {REASONS.map((reason) => (
          <Menu.Item key={reason} onClick={() => change.mutate(reason)}>
            {t(`closing.reason.${reason}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t('closing.audited')}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  );
}
