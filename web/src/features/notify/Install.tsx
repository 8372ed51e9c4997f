import { Button } from '@mantine/core';
import { useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { type Offer, offer, takeOffer, watchOffer } from './install';

/** A button when the browser offers to install; what to press where it has its own menu for it. */
export function Install() {
  const { t } = useTranslation();
  const how: Offer = useSyncExternalStore(watchOffer, offer);
  const [isTold, setTold] = useState(false);
  if (how === 'installed') return <span className="v-mute">{t('notify.installed')}</span>;
  if (how === 'offered') {
    return (
      <Button variant="default" onClick={() => void takeOffer()}>
        {t('notify.install')}
      </Button>
    );
  }
  return isTold ? (
    <span>{t('notify.installHow')}</span>
  ) : (
    <Button variant="default" onClick={() => setTold(true)}>
      {t('notify.install')}
    </Button>
  );
}
