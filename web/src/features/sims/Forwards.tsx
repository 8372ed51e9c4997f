import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { putForwards } from '@/api/gsm';
import type { Forward, ForwardReason, SimRow } from '@/api/types';
import { useCommand } from '@/features/command/run';
import { Panel } from '@/features/gsm/Panel';
import { usePublish } from '@/features/gsm/publish';
import { useRefused } from '@/features/gsm/refused';
import { useMinute } from '@/ui/clock';
import { prettyNumber } from '@/ui/phone';
import { useMoments } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import { e164 } from './e164';
import classes from './Sim.module.css';

const REASONS: ForwardReason[] = ['always', 'busy', 'no_reply', 'unreachable'];
const SECONDS = [5, 10, 15, 20, 25, 30];

type Row = { to: string; seconds: number };
type Rows = Record<ForwardReason, Row>;

function rowsOf(wanted: Forward[]): Rows {
  const row = (reason: ForwardReason): Row => {
    const found = wanted.find((one) => one.reason === reason);
    return { to: found ? prettyNumber(found.to) : '', seconds: found?.seconds ?? 20 };
  };
  return {
    always: row('always'),
    busy: row('busy'),
    no_reply: row('no_reply'),
    unreachable: row('unreachable'),
  };
}

/** Where the operator itself sends calls on, and what the network said of it. */
export function Forwards({ sim }: { sim: SimRow }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const run = useCommand();
  const refused = useRefused();
  const [typed, setTyped] = useState<Rows | null>(null);
  const rows = typed ?? rowsOf(sim.forwards_wanted);
  const save = usePublish((forwards: Forward[]) => putForwards(sim.line, forwards));
  const change = (reason: ForwardReason, next: Partial<Row>) =>
    setTyped({ ...rows, [reason]: { ...rows[reason], ...next } });
  const isBad = (row: Row) => row.to.trim() !== '' && e164(row.to) === null;
  const submit = () => {
    const forwards = REASONS.flatMap((reason) => {
      const to = e164(rows[reason].to);
      return to ? [{ reason, to, seconds: rows[reason].seconds }] : [];
    });
    save.mutate(forwards, { onSuccess: () => setTyped(null) });
  };
  return (
    <Panel title={t('forwards.title')} note={t('forwards.lead')}>
      <form
        className={classes['forwards']}
        onSubmit={(event) => {
          event.preventDefault();
          if (!REASONS.some((reason) => isBad(rows[reason]))) submit();
        }}
      >
        {REASONS.map((reason) => (
          <div key={reason} className={classes['forward']}>
            <TextInput
              type="tel"
              label={t(`forwards.reason.${reason}`)}
              placeholder={t('forwards.nowhere')}
              value={rows[reason].to}
              onChange={(event) => change(reason, { to: event.currentTarget.value })}
              error={isBad(rows[reason]) ? t('gsm.field.e164') : null}
            />
            {reason === 'no_reply' && (
              <NativeSelect
                label={t('forwards.after')}
                value={rows.no_reply.seconds}
                onChange={(event) => change(reason, { seconds: Number(event.currentTarget.value) })}
              >
                {SECONDS.map((seconds) => (
                  <option key={seconds} value={seconds}>
                    {t('forwards.seconds', { count: seconds })}
                  </option>
                ))}
              </NativeSelect>
            )}
            <Said sim={sim} reason={reason} />
          </div>
        ))}
        {save.isError && (
          <p role="alert" className={classes['bad']}>
            {problem(save.error)}
          </p>
        )}
        <div className={classes['acts']}>
          <Button type="submit" loading={save.isPending} disabled={typed === null}>
            {t('client.save')}
          </Button>
          {typed !== null && (
            <Button variant="default" onClick={() => setTyped(null)}>
              {t('action.cancel')}
            </Button>
          )}
          <Button
            variant="default"
            title={t('forwards.renewWhy')}
            onClick={() =>
              void run(
                { kind: 'renew_forwards', line: sim.line },
                {
                  doing: t('forwards.renewing'),
                  done: t('forwards.renewed'),
                  refused,
                },
              )
            }
          >
            {t('forwards.renew')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

/** What the network was last told of a reason, when, by whom, and whether it took it. */
function Said({ sim, reason }: { sim: SimRow; reason: ForwardReason }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const refused = useRefused();
  const set = sim.forwards_set.find((one) => one.reason === reason);
  const wanted = sim.forwards_wanted.find((one) => one.reason === reason);
  if (!set) {
    return (
      <small className={classes['said']}>{t(wanted ? 'forwards.notYet' : 'forwards.never')}</small>
    );
  }
  const when = moments.dayTime(set.at, minute);
  const cause = t(`forwards.cause.${set.cause}`);
  if (!set.ok) {
    return (
      <small className={classes['said']} data-bad="true">
        {t('forwards.refused', { when, cause })} {refused(set.why || 'refused')}
      </small>
    );
  }
  return (
    <small className={classes['said']} data-good={set.to !== ''}>
      {set.to
        ? t('forwards.set', { number: prettyNumber(set.to), when, cause })
        : t('forwards.cleared', { when, cause })}
    </small>
  );
}
