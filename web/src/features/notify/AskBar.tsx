import { Button } from '@mantine/core';
import { useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Notify.module.css';
import { standing, turnOff, turnOn, watchStanding } from './permission';

/** Asks once, after the first call that came while this page was open; never before it is of use. */
export function AskBar({ isCalled }: { isCalled: boolean }) {
  const { t } = useTranslation();
  const how = useSyncExternalStore(watchStanding, standing);
  const [wasCalled, setCalled] = useState(false);
  if (isCalled && !wasCalled) setCalled(true);
  if (how !== 'ask' || !wasCalled || isCalled) return null;
  return (
    <section className={classes['bar']} aria-label={t('notify.title')} data-testid="notify-ask">
      <p>{t('notify.ask')}</p>
      <div>
        <Button size="xs" onClick={() => void turnOn()}>
          {t('notify.turnOn')}
        </Button>
        <Button size="xs" variant="subtle" onClick={turnOff}>
          {t('notify.notNow')}
        </Button>
      </div>
    </section>
  );
}
