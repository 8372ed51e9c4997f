import { ActionIcon, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from '@/features/command/CallButton.module.css';
import { Icon } from '@/ui/Icon';
import { isErased, prettyNumber } from '@/ui/phone';

export const smsPath = (number: string): string => `/sms/${encodeURIComponent(number)}`;

type Props = { number: string; name?: string | null | undefined; compact?: boolean };

/** To the messages with a number. */
export function SmsButton({ number, name, compact }: Props) {
  const { t } = useTranslation();
  if (!number || isErased(number)) return null;
  const label = t('sms.writeWho', { who: name || prettyNumber(number) });
  const shared = { component: Link, to: smsPath(number), 'aria-label': label } as const;
  if (compact) {
    return (
      <ActionIcon {...shared} variant="subtle" color="gray" size={34} title={label}>
        <Icon name="sms" size={17} />
      </ActionIcon>
    );
  }
  return (
    <Button
      {...shared}
      variant="default"
      leftSection={<Icon name="sms" size={16} />}
      className={classes['button'] ?? ''}
    >
      {t('sms.title')}
    </Button>
  );
}
