import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { socketsQuery } from '@/api/gsm-queries';
import type { Action, GatewayRow } from '@/api/types';
import { useLive } from '@/app/context';
import { useCommand } from '@/features/command/run';
import { Panel } from '@/features/gsm/Panel';
import { useRefused } from '@/features/gsm/refused';
import { Window } from '@/ui/Window';
import classes from './Gateways.module.css';

type What = 'restart' | 'power';

/** Restart the gateway, or take its power away: what that means is said before. */
export function Power({ gateway }: { gateway: GatewayRow }) {
  const { t } = useTranslation();
  const run = useCommand();
  const refused = useRefused();
  const [asking, setAsking] = useState<What | null>(null);
  const sockets = useQuery(socketsQuery).data ?? [];
  const socket = sockets.find((one) => one.id === gateway.socket);
  const busy = useLive(
    (state) =>
      state.board?.lines.filter((line) => gateway.lines.includes(line.id) && line.busy > 0)
        .length ?? 0,
  );
  const act = (what: What) => {
    setAsking(null);
    const force = busy > 0;
    const action: Action =
      what === 'restart'
        ? { kind: 'restart_gateway', gateway: gateway.id, force, by: '' }
        : { kind: 'cut_power', socket: gateway.socket ?? '', force, by: '' };
    void run(action, {
      doing: t(`power.doing.${what}`),
      done: t(`power.done.${what}`),
      refused,
    });
  };
  return (
    <Panel title={t('power.title')}>
      <p className={classes['none']}>
        {gateway.socket
          ? t('power.socket', { name: socket?.name ?? gateway.socket })
          : t('power.noSocket')}
      </p>
      <div className={classes['probe']}>
        <Button variant="default" onClick={() => setAsking('restart')}>
          {t('power.restart')}
        </Button>
        {gateway.socket && (
          <Button variant="default" onClick={() => setAsking('power')}>
            {t('power.power')}
          </Button>
        )}
      </div>
      {asking && (
        <Window
          title={t(`power.ask.${asking}`, { name: gateway.name })}
          onClose={() => setAsking(null)}
        >
          <ul className={classes['means']}>
            <li>{t(`power.means.${asking}`)}</li>
            <li>{t('power.means.lines', { count: gateway.lines.length })}</li>
            <li>{t('power.means.sms')}</li>
          </ul>
          {busy > 0 && (
            <p role="alert" className={classes['bad']}>
              {t('power.busy', { count: busy })}
            </p>
          )}
          <div className={classes['end']}>
            <Button variant="default" data-autofocus onClick={() => setAsking(null)}>
              {t('action.cancel')}
            </Button>
            <Button
              {...(busy > 0 ? { color: 'red', variant: 'outline' } : {})}
              onClick={() => act(asking)}
            >
              {t(busy > 0 ? 'power.force' : `power.${asking}`)}
            </Button>
          </div>
        </Window>
      )}
    </Panel>
  );
}
