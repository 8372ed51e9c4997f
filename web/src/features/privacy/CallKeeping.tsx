import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CallDetail } from '@/api/types';
import { useMe } from '@/app/context';
import { HoldWindow } from './HoldWindow';
import classes from './Privacy.module.css';

/** On the page of a call: that nothing of it may go and why, or the act that makes it so. */
export function CallKeeping({ call }: { call: CallDetail }) {
  const { t } = useTranslation();
  const { role } = useMe();
  const [isOpen, setOpen] = useState(false);
  const may = role === 'owner' || role === 'administrator';
  if (call.hold) {
    return (
      <p className={classes['kept']}>
        {t('privacy.kept', { reason: call.hold })}{' '}
        {may && <Link to="/privacy">{t('privacy.holdsAll')}</Link>}
      </p>
    );
  }
  if (!may || call.state !== 'ended') return null;
  return (
    <div>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t('privacy.putHold')}
      </Button>
      {isOpen && <HoldWindow on={{ kind: 'call', id: call.id }} onClose={() => setOpen(false)} />}
    </div>
  );
}
