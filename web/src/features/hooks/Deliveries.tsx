import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Delivery,
  type DeliveryState,
  deliveriesQuery,
  type Hook,
  type HookEvent,
  hookKeys,
  replayDelivery,
  replayPeriod,
} from '@/api/hooks';
import { Panel } from '@/features/gsm/Panel';
import { Failure } from '@/ui/Failure';
import { useMoments } from '@/ui/place';
import { keyOf } from './HookForm';
import classes from './Hooks.module.css';
import { useHookProblem } from './problem';

const STATES = ['all', 'waiting', 'done', 'dead'] as const;
const HOURS = [1, 24, 168, 720];

/** What became of every event of a hook, with a way to tell it again. */
export function Deliveries({ hook }: { hook: Hook }) {
  const { t } = useTranslation();
  const problem = useHookProblem();
  const memory = useQueryClient();
  const [state, setState] = useState<(typeof STATES)[number]>('all');
  const [hours, setHours] = useState(24);
  const chosen: DeliveryState | null = state === 'all' ? null : state;
  const pages = useInfiniteQuery(deliveriesQuery(hook.id, chosen));
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const period = useMutation({
    mutationFn: () => {
      const now = Date.now();
      const since = new Date(now - hours * 3_600_000).toISOString();
      return replayPeriod(hook.id, since, new Date(now).toISOString());
    },
    onSuccess: () => memory.invalidateQueries({ queryKey: hookKeys.deliveries }),
  });
  return (
    <Panel title={t('hooks.deliveriesOf', { name: hook.name })}>
      <div className={classes['tools']}>
        <NativeSelect
          size="xs"
          aria-label={t('hooks.show')}
          value={state}
          onChange={(event) => setState(event.currentTarget.value as typeof state)}
          data={STATES.map((value) => ({ value, label: t(`hooks.shown.${value}`) }))}
        />
        <span className={classes['again']}>
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
          <Button
            size="xs"
            variant="default"
            loading={period.isPending}
            onClick={() => period.mutate()}
          >
            {t('hooks.replayPeriod')}
          </Button>
        </span>
        {period.data !== undefined && (
          <small role="status">{t('hooks.replayed', { count: period.data })}</small>
        )}
      </div>
      {period.isError && (
        <p role="alert" className={`${classes['bad']} ${classes['none']}`}>
          {problem(period.error)}
        </p>
      )}
      {pages.isError && rows.length === 0 && (
        <Failure error={pages.error} retry={() => void pages.refetch()} />
      )}
      {pages.isPending && (
        <p className={classes['none']} role="status">
          {t('hooks.waiting')}
        </p>
      )}
      {pages.data && rows.length === 0 && (
        <p className={classes['none']}>
          {t(state === 'all' ? 'hooks.noDeliveries' : 'hooks.noSuchDeliveries')}
        </p>
      )}
      <ul className={classes['list']}>
        {rows.map((row) => (
          <Row key={row.id} hook={hook.id} row={row} />
        ))}
      </ul>
      {pages.hasNextPage && (
        <div className={classes['none']}>
          <Button
            variant="default"
            size="xs"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {t('hooks.older')}
          </Button>
        </div>
      )}
    </Panel>
  );
}

function Row({ hook, row }: { hook: number; row: Delivery }) {
  const { t } = useTranslation();
  const problem = useHookProblem();
  const moments = useMoments();
  const memory = useQueryClient();
  const again = useMutation({
    mutationFn: () => replayDelivery(hook, row.id),
    onSuccess: () => memory.invalidateQueries({ queryKey: hookKeys.deliveries }),
  });
  return (
    <li className={classes['row']} data-testid="delivery">
      <details className={classes['about']}>
        <summary>
          <span className={classes['state']} data-state={row.state}>
            {t(`hooks.delivery.${row.state}`)}
          </span>
          <b>{t(`hooks.event.${keyOf(row.kind as HookEvent)}`)}</b>
          <time dateTime={row.at}>{moments.full(row.at)}</time>
          {row.why && (
            <span className={classes['bad']}>
              {t(`hooks.why.${row.why}`, { status: row.status ?? '' })}
            </span>
          )}
        </summary>
        <p className={classes['facts']}>
          {t('hooks.tries', { count: row.tries })}
          {row.took_ms !== null && ` · ${t('hooks.took', { ms: row.took_ms })}`}
          {row.state === 'waiting' &&
            row.next_at &&
            ` · ${t('hooks.nextAt', { when: moments.full(row.next_at) })}`}
          {' · '}
          <code>{row.event_id}</code>
        </p>
        {row.answer && (
          <>
            <p className={classes['facts']}>{t('hooks.answer', { status: row.status ?? '' })}</p>
            <pre>{row.answer}</pre>
          </>
        )}
        <p className={classes['facts']}>{t('hooks.body')}</p>
        <pre>{row.body}</pre>
        {again.isError && (
          <p role="alert" className={classes['bad']}>
            {problem(again.error)}
          </p>
        )}
      </details>
      <Button size="xs" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
        {t('hooks.replay')}
      </Button>
    </li>
  );
}
