import { ActionIcon, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CallRow } from '@/api/types';
import { BlacklistItems } from '@/features/client/BlacklistButton';
import { smsPath } from '@/features/sms/SmsButton';
import { Icon } from '@/ui/Icon';
import { nameOf } from '@/ui/party';
import { isErased } from '@/ui/phone';

type Props = { call: CallRow; onWhy(): void; onPick?: (() => void) | undefined };

/** On a phone there is room for two buttons in a row: this one holds all but the call. */
export function MoreActs({ call, onWhy, onPick }: Props) {
  const { t } = useTranslation();
  if (!call.client.number) return null;
  const label = t('log.moreOf', { who: nameOf(call.client, t) });
  return (
    <Menu width={230} radius={12} withinPortal position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={34} aria-label={label}>
          <Icon name="more" size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {!isErased(call.client.number) && (
          <Menu.Item
            component={Link}
            to={smsPath(call.client.number)}
            leftSection={<Icon name="sms" size={15} />}
          >
            {t('sms.writeShort')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Icon name="check" size={15} />} onClick={onWhy}>
          {t('logTools.whyTitle')}
        </Menu.Item>
        {onPick && (
          <Menu.Item leftSection={<Icon name="tick" size={15} />} onClick={onPick}>
            {t('logTools.pickShort')}
          </Menu.Item>
        )}
        <BlacklistItems call={call} />
      </Menu.Dropdown>
    </Menu>
  );
}
