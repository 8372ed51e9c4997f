import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { balancesQuery } from '@/api/gsm-queries';
import type { SimRow } from '@/api/types';
import { useCommand } from '@/features/command/run';
import { Panel } from '@/features/gsm/Panel';
import { useRefused } from '@/features/gsm/refused';
import { useMinute } from '@/ui/clock';
import { harmless } from '@/ui/harmless';
import { money } from '@/ui/money';
import { useMoments, usePlace } from '@/ui/place';
import { BalanceChart } from './BalanceChart';
import classes from './Sim.module.css';
import { useSimSettings } from './settings';
import { isLow } from './state';

/** Money on the SIM card: now, over three months, and when it ends. */
export function BalancePanel({ sim, may }: { sim: SimRow; may: boolean }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const place = usePlace();
  const minute = useMinute();
  const run = useCommand();
  const refused = useRefused();
  const limit = useSimSettings()(sim.line)?.policy.low_balance ?? null;
  const points = useQuery({ ...balancesQuery(sim.line), enabled: may }).data ?? [];
  const { balance } = sim;
  const low = isLow(sim, limit, minute);
  return (
    <Panel
      title={t('sims.balance')}
      note={balance ? t('sims.asked', { when: moments.dayTime(balance.at, minute) }) : null}
    >
      <div className={classes['balance']}>
        <p className={classes['sum']} data-low={low}>
          <b data-testid="balance">
            {balance?.cents != null
              ? money(balance.cents, balance.currency, place.language)
              : t('sims.noBalance')}
          </b>
          {low && <span>{t('sims.isLow')}</span>}
          {balance?.ends_on && (
            <span>
              {t('sims.endsOn', { day: moments.day(`${balance.ends_on}T12:00:00Z`, minute) })}
            </span>
          )}
        </p>
        {balance && balance.cents === null && <p className={classes['bad']}>{t('sims.unread')}</p>}
        <BalanceChart points={points} limit={limit} currency={balance?.currency ?? 'BYN'} />
        {balance?.raw && (
          <details>
            <summary>{t('sims.raw')}</summary>
            <pre className={classes['raw']}>{harmless(balance.raw)}</pre>
          </details>
        )}
        {may && (
          <div>
            <Button
              variant="default"
              size="xs"
              onClick={() =>
                void run(
                  { kind: 'ask_balance', line: sim.line },
                  {
                    doing: t('sims.askingBalance'),
                    done: t('sims.askedBalance'),
                    refused,
                  },
                )
              }
            >
              {t('sims.askBalance')}
            </Button>
          </div>
        )}
      </div>
    </Panel>
  );
}
