import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Copied } from '@/features/gateways/Copied';
import { Window } from '@/ui/Window';
import classes from './Hooks.module.css';

type Props = { name: string; secret: string; onClose(): void };

/** A secret, the only time that it is told. */
export function SecretWindow({ name, secret, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Window
      title={t('hooks.secretOf', { name })}
      onClose={onClose}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <div className={classes['form']}>
        <p>{t('hooks.secretOnce')}</p>
        <p className={classes['secret']} data-testid="secret">
          <Copied label={t('hooks.secret')} value={secret} />
        </p>
        <div className={classes['end']}>
          <Button onClick={onClose}>{t('hooks.secretKept')}</Button>
        </div>
      </div>
    </Window>
  );
}
