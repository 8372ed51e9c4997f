import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/ui/Icon';
import { isErased, prettyNumber } from '@/ui/phone';
import classes from './CallButton.module.css';
import { useClickToCall } from './run';

type Props = { number: string; name?: string | null; compact?: boolean };

/** Calls a number with one click; when it cannot, says why. */
export function CallButton({ number, name, compact }: Props) {
  const { t } = useTranslation();
  const { refusal, call } = useClickToCall();
  if (!number || isErased(number)) return null;
  const label = t('action.callWho', { who: name || prettyNumber(number) });
  const press = (event: React.MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (!refusal) call(number, name);
  };
  if (compact) {
    return (
      <Tooltip label={refusal ?? label} openDelay={400}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={34}
          aria-label={label}
          {...(refusal ? { 'data-disabled': true } : {})}
          aria-disabled={refusal !== null}
          onClick={press}
        >
          <Icon name="phone" size={17} />
        </ActionIcon>
      </Tooltip>
    );
  }
  return (
    <Tooltip label={refusal} disabled={!refusal}>
      <Button
        variant="default"
        aria-label={label}
        {...(refusal ? { 'data-disabled': true } : {})}
        aria-disabled={refusal !== null}
        leftSection={<Icon name="phone" size={16} />}
        className={classes['button'] ?? ''}
        onClick={press}
      >
        {t('action.call')}
      </Button>
    </Tooltip>
  );
}
