import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useMe, useOwnCall } from '@/app/context';
import { partOf } from '@/live/board';
import { nameOf } from '@/ui/party';
import { Timer } from '@/ui/Timer';
import classes from './OwnCallBar.module.css';
import { sinceOf, toneOf } from './words';

/** My call while I am on another screen: who it is, and the way to his card. Typed text stays. */
export function OwnCallBar() {
  const { t } = useTranslation();
  const { extension } = useMe();
  const { pathname } = useLocation();
  const call = useOwnCall();
  const who = call ? nameOf(call.client, t) : '';
  const rings = call !== null && partOf(call, extension) === 'ringing';

  useEffect(() => {
    if (!rings) return;
    const before = document.title;
    document.title = `☎ ${who}`;
    return () => {
      document.title = before;
    };
  }, [rings, who]);

  if (!call || pathname === '/') return null;
  return (
    <div className={classes['bar']} data-tone={toneOf(call)} role="status">
      <span className={classes['state']}>
        {t(`focus.${partOf(call, extension) === 'calling' ? 'calling' : toneOf(call)}`)}{' '}
        <Timer since={sinceOf(call)} />
      </span>
      <b>{who}</b>
      {who !== call.client.pretty && <span className="v-mute v-num">{call.client.pretty}</span>}
      <Button component={Link} to="/" size="xs" variant="default">
        {t('focus.open')}
      </Button>
    </div>
  );
}
