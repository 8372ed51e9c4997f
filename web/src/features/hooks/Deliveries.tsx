import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Delivery,
  deliveriesQuery,
  type Hook,
  type HookEvent,
  hookKeys,
  replayDelivery,
  replayPeriod,
} from '@/api/hooks';
import { Parcels } from '@/features/parcels/Parcels';
import classes from '@/features/parcels/Parcels.module.css';
import { SendMany } from '@/features/parcels/SendMany';
import { keyOf } from './HookForm';
import { useHookProblem } from './problem';

const HOURS = [1, 24, 168, 720];

/** What became of every event of a hook, with a way to tell it again. */
export function Deliveries({ hook }: { hook: Hook }) {
  const { t } = useTranslation();
  const why = (row: Delivery) =>
    row.why ? t(`hooks.why.${row.why}`, { status: row.status ?? '' }) : '';
  return (
    <Parcels<Delivery>
      title={t('hooks.deliveriesOf', { name: hook.name })}
      pages={(state) => deliveriesQuery(hook.id, state)}
      all={t('hooks.shown.all')}
      states={{
        waiting: t('hooks.shown.waiting'),
        done: t('hooks.shown.done'),
        dead: t('hooks.shown.dead'),
      }}
      none={t('hooks.noDeliveries')}
      tools={<Period hook={hook.id} />}
      row={{
        testId: 'delivery',
        state: (row) => t(`hooks.delivery.${row.state}`),
        name: (row) => t(`hooks.event.${keyOf(row.kind as HookEvent)}`),
        why,
        facts: (row) => [
          <code key="id">{row.event_id}</code>,
          row.took_ms !== null && t('links.took', { ms: row.took_ms }),
        ],
        more: (row) => <Message row={row} />,
        again: {
          label: () => t('hooks.replay'),
          send: (row) => replayDelivery(hook.id, row.id),
          key: hookKeys.deliveries,
        },
      }}
    />
  );
}

function Message({ row }: { row: Delivery }) {
  const { t } = useTranslation();
  return (
    <>
      {row.answer && (
        <>
          <p className={classes['facts']}>{t('hooks.answer', { status: row.status ?? '' })}</p>
          <pre>{row.answer}</pre>
        </>
      )}
      <p className={classes['facts']}>{t('hooks.body')}</p>
      <pre>{row.body}</pre>
    </>
  );
}

function Period({ hook }: { hook: number }) {
  const { t } = useTranslation();
  const problem = useHookProblem();
  const [hours, setHours] = useState(24);
  return (
    <span className={classes['period']}>
      <NativeSelect
        size="xs"
        aria-label={t('hooks.period')}
        value={String(hours)}
        onChange={(event) => setHours(Number(event.currentTarget.value))}
        data={HOURS.map((value) => ({
          value: String(value),
          label: t(`hooks.lastHours.${value}` as 'hooks.lastHours.1'),
        }))}
      />
      <SendMany
        label={t('hooks.replayPeriod')}
        send={() => {
          const now = Date.now();
          const since = new Date(now - hours * 3_600_000).toISOString();
          return replayPeriod(hook, since, new Date(now).toISOString());
        }}
        keys={hookKeys.deliveries}
        done={(count) => t('hooks.replayed', { count })}
        problem={problem}
      />
    </span>
  );
}
