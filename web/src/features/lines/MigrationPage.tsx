import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { lineKeys, type Move, type MoveStep, movesQuery, testMove } from '@/api/lines';
import { useCalls, useMe } from '@/app/context';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { isAdministrator } from '@/features/gsm/places';
import { useMinute } from '@/ui/clock';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { prettyNumber } from '@/ui/phone';
import { useMoments } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import classes from './Lines.module.css';
import { MoveForm } from './MoveForm';
import { bodyOf } from './move';
import { useSaveMove } from './saveMove';

/** While a test call is waited for the plan is read again so often, milliseconds. */
const AGAIN = 3000;

/** Old city numbers on their way to Vochi: a plan for each, and test calls both ways (S07). */
export function MigrationPage() {
  const { t } = useTranslation();
  const { role } = useMe();
  const live = useCalls().length;
  const query = useQuery({
    ...movesQuery,
    enabled: isAdministrator(role),
    refetchInterval: (state) => {
      const waits = state.state.data?.some((move) =>
        Object.values(move.tests).some((one) => one.asked_at && !one.passed),
      );
      return waits || live > 0 ? AGAIN : false;
    },
  });
  const [open, setOpen] = useState<Move | 'new' | null>(null);
  const moves = query.data ?? [];
  const done = moves.filter((move) => move.state === 'done').length;
  return (
    <Cabinet
      title={t('line.move.title')}
      acts={
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setOpen('new')}>
          {t('line.move.add')}
        </Button>
      }
    >
      <p className={classes['back']}>
        <Link to="/lines">← {t('line.title')}</Link>
      </p>
      <p className={classes['sum']}>
        {moves.length > 0 ? t('line.move.sum', { done, count: moves.length }) : t('line.move.lead')}
      </p>
      {query.isError && !query.data && (
        <div className="v-card">
          <Failure error={query.error} retry={() => void query.refetch()} />
        </div>
      )}
      {query.isPending && query.isFetching && (
        <p className={classes['wait']}>{t('line.waiting')}</p>
      )}
      {query.isSuccess && moves.length === 0 && (
        <div className="v-card">
          <Empty title={t('line.move.empty')}>
            <p>{t('line.move.emptyText')}</p>
            <Button variant="default" onClick={() => setOpen('new')}>
              {t('line.move.add')}
            </Button>
          </Empty>
        </div>
      )}
      <ul className={classes['moves']}>
        {moves.map((move) => (
          <li key={move.id} className="v-card" data-move={move.number}>
            <Card move={move} onEdit={() => setOpen(move)} />
          </li>
        ))}
      </ul>
      {open && <MoveForm move={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </Cabinet>
  );
}

function Card({ move, onEdit }: { move: Move; onEdit(): void }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const problem = useProblem();
  const save = useSaveMove();
  // Shown ticked at once; what the hub says afterwards counts.
  const [wanted, setWanted] = useState<MoveStep[] | null>(null);
  const tick = (step: Move['steps'][number]) => {
    const done = move.steps
      .filter((one) => (one.id === step.id ? !one.done : one.by === 'hand'))
      .map((one) => one.id);
    setWanted(done);
    save.mutate(
      { id: move.id, body: { ...bodyOf(move), done } },
      { onSettled: () => setWanted(null) },
    );
  };
  const facts = [
    t(`line.move.kind.${move.kind}`),
    move.operator,
    move.due ? t('line.move.dueOn', { day: dayOf(move.due) }) : '',
  ];
  return (
    <>
      <div className={classes['moveHead']}>
        <div>
          <h2 className="v-num">{move.pretty}</h2>
          <small>{[move.name, ...facts].filter(Boolean).join(' · ')}</small>
        </div>
        <span className={classes['moveState']} data-state={move.state}>
          {t(`line.move.state.${move.state}`)}
        </span>
        <Button variant="default" size="xs" onClick={onEdit}>
          {t('action.edit')}
        </Button>
      </div>
      <p className={classes['movePlan']}>
        {t(`line.move.planText.${move.plan}`, {
          to: move.to ? prettyNumber(move.to) : t('line.move.newNumber'),
        })}{' '}
        {move.last_used
          ? t('line.move.lastUsed', { when: moments.dayTime(move.last_used, minute) })
          : t('line.move.neverUsed')}
      </p>
      {move.note && <p className={classes['moveNote']}>{move.note}</p>}
      <ol className={classes['steps']}>
        {move.steps.map((step) => {
          const way = step.id === 'test_in' ? 'in' : step.id === 'test_out' ? 'out' : null;
          return (
            <li key={step.id} data-done={step.done}>
              <label>
                <input
                  type="checkbox"
                  checked={wanted ? step.by === 'seen' || wanted.includes(step.id) : step.done}
                  disabled={step.by === 'seen' || save.isPending}
                  onChange={() => tick(step)}
                />
                <span>
                  {t(`line.move.step.${step.id}`)}
                  {step.by === 'seen' && <small>{t('line.move.seen')}</small>}
                </span>
              </label>
              {step.id === 'forward' && !step.done && move.to && (
                <small className={classes['how']}>
                  {t(`line.move.forwardHow.${move.kind}`, {
                    to: move.kind === 'mobile' ? move.to : move.to.replace(/^\+375/, '80'),
                  })}
                </small>
              )}
              {way && <Trial move={move} way={way} />}
            </li>
          );
        })}
      </ol>
      {save.error && (
        <p role="alert" className={classes['bad']}>
          {problem(save.error)}
        </p>
      )}
    </>
  );
}

/** A test call one way: how to make it, that it is waited for, what came of it. */
function Trial({ move, way }: { move: Move; way: 'in' | 'out' }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const moments = useMoments();
  const minute = useMinute();
  const problem = useProblem();
  const ask = useMutation({
    mutationFn: () => testMove(move.id, way),
    onSettled: () => memory.invalidateQueries({ queryKey: lineKeys.moves }),
  });
  const trial = move.tests[way];
  const call = trial?.call;
  const words = call
    ? t(
        call.is_answered
          ? 'line.move.trial.passed'
          : call.is_over
            ? 'line.move.trial.missed'
            : 'line.move.trial.rings',
        {
          who: call.client,
          by: call.by ?? '—',
          when: moments.dayTime(call.at, minute),
        },
      )
    : trial?.asked_at
      ? t(`line.move.trial.waits.${way}`, { number: move.pretty, line: move.line_name ?? '—' })
      : '';
  const cannot = way === 'out' && !move.line;
  return (
    <div className={classes['trial']} aria-live="polite">
      {words && <small data-passed={trial?.passed}>{words}</small>}
      {cannot && <small>{t('line.move.trial.noLine')}</small>}
      {!trial?.passed && !cannot && (
        <Button
          size="compact-xs"
          variant="subtle"
          loading={ask.isPending}
          onClick={() => ask.mutate()}
        >
          {t(trial?.asked_at ? 'line.move.trial.again' : `line.move.trial.${way}`)}
        </Button>
      )}
      {ask.error && (
        <small role="alert" className={classes['bad']}>
          {problem(ask.error)}
        </small>
      )}
    </div>
  );
}

/** `2026-12-01` -> `01.12.2026`. */
function dayOf(day: string): string {
  return day.split('-').reverse().join('.');
}
