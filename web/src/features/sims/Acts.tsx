import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimRow } from '@/api/types';
import { useCommand } from '@/features/command/run';
import { useRefused } from '@/features/gsm/refused';
import { Window } from '@/ui/Window';
import classes from './Sim.module.css';
import { stateOf } from './state';

/** What can be done with a line at once: try it, restart it. */
export function Acts({ sim }: { sim: SimRow }) {
  const { t } = useTranslation();
  const run = useCommand();
  const refused = useRefused();
  const [asking, setAsking] = useState(false);
  const inCall = ['talking', 'ringing'].includes(stateOf(sim));
  const examine = () =>
    void run(
      { kind: 'examine_line', line: sim.line, by: '' },
      {
        doing: t('sims.examining'),
        done: t('sims.examined'),
        refused,
      },
    );
  const restart = (force: boolean) => {
    setAsking(false);
    void run(
      { kind: 'restart_line', line: sim.line, force, by: '' },
      {
        doing: t('sims.restarting'),
        done: t('sims.restarted'),
        refused,
      },
    );
  };
  return (
    <div className={classes['acts']}>
      <Button variant="default" onClick={examine}>
        {t('sims.examine')}
      </Button>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('sims.restart')}
      </Button>
      {asking && (
        <Window
          title={t('sims.restartTitle', { line: sim.line_name })}
          onClose={() => setAsking(false)}
        >
          <ul className={classes['means']}>
            <li>{t('sims.restartMeans.minute')}</li>
            <li>{t('sims.restartMeans.calls')}</li>
            <li>{t('sims.restartMeans.sms')}</li>
          </ul>
          {inCall && (
            <p role="alert" className={classes['bad']}>
              {t('sims.restartInCall')}
            </p>
          )}
          <div className={classes['end']}>
            <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
              {t('action.cancel')}
            </Button>
            <Button
              {...(inCall ? { color: 'red', variant: 'outline' } : {})}
              onClick={() => restart(inCall)}
            >
              {t(inCall ? 'sims.restartForce' : 'sims.restart')}
            </Button>
          </div>
        </Window>
      )}
    </div>
  );
}
