import { Button } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Install } from './Install';
import classes from './Notify.module.css';
import { standing, turnOff, turnOn, watchStanding } from './permission';

/** Calls on this device while the tab is hidden, and Vochi as an app of its own. */
export function NotifyCard() {
  const { t } = useTranslation();
  const how = useSyncExternalStore(watchStanding, standing);
  return (
    <section className={`v-card ${classes['card']}`} aria-label={t('notify.title')}>
      <h2>{t('notify.title')}</h2>
      <p className="v-mute">{t('notify.why')}</p>
      <p role="status" data-testid="notify-standing" data-standing={how}>
        {t(`notify.is.${how}`)}
      </p>
      <div className={classes['acts']}>
        {(how === 'ask' || how === 'off') && (
          <Button onClick={() => void turnOn()}>{t('notify.turnOn')}</Button>
        )}
        {how === 'on' && (
          <Button variant="default" onClick={turnOff}>
            {t('notify.turnOff')}
          </Button>
        )}
        <Install />
      </div>
      <p className="v-mute">{t('notify.limits')}</p>
    </section>
  );
}
