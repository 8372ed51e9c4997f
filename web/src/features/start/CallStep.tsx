import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { linesQuery } from '@/api/queries';
import type { FirstRunCall } from '@/api/start';
import type { LiveCall } from '@/api/types';
import { useBoard, useCalls } from '@/app/context';
import { now, useSecond } from '@/ui/clock';
import { Icon } from '@/ui/Icon';
import { prettyNumber } from '@/ui/phone';
import { useMoments } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import classes from './Start.module.css';
import { type StepProps, useFinish } from './StartPage';

/** After so many milliseconds without a call it is told what may be wrong. */
const PATIENCE = 120_000;

/** The test: a client's call, and one between two desks, followed live to the answer. */
export function CallStep({ start }: StepProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const lines = useQuery(linesQuery).data ?? [];
  const calls = useCalls();
  const board = useBoard();
  const finish = useFinish();
  const [since] = useState(now);
  const late = useSecond() - since > PATIENCE;
  const numbers = lines
    .filter((line) => line.answers.length > 0)
    .flatMap((line) => line.numbers.map((number) => ({ number, line })));
  const phones = (board?.people ?? []).filter((one) => one.devices.some((each) => each.online));
  const passed = start.calls.outside ?? start.calls.inside;
  const minutes =
    passed && start.began_at
      ? Math.max(1, Math.round((Date.parse(passed.at) - Date.parse(start.began_at)) / 60_000))
      : 0;
  const help = [
    board && board.engine.state !== 'started' ? t('start.help.engine') : '',
    phones.length === 0 ? t('start.help.phones') : '',
    lines.length === 0 ? t('start.help.noLines') : '',
    lines.length > 0 && !lines.some((line) => line.online) ? t('start.help.offline') : '',
    lines.length > 0 && numbers.length === 0 ? t('start.help.nobody') : '',
    t('start.help.forward'),
  ].filter(Boolean);
  return (
    <div className={classes['form']}>
      <Try
        title={t('start.call.outside')}
        how={
          numbers.length > 0
            ? t('start.call.dial', {
                numbers: numbers
                  .slice(0, 3)
                  .map(({ number }) => prettyNumber(number))
                  .join(', '),
              })
            : t(lines.length > 0 ? 'start.call.noNumber' : 'start.call.noLines')
        }
        passed={start.calls.outside}
        live={calls.find((call) => call.direction === 'in') ?? null}
        kind="outside"
      />
      <Try
        title={t('start.call.inside')}
        how={
          phones.length > 1
            ? t('start.call.desks', {
                from: `${phones[0]?.name} ${phones[0]?.extension}`,
                to: phones[1]?.extension,
              })
            : t('start.call.onePhone')
        }
        passed={start.calls.inside}
        live={calls.find((call) => call.direction === 'internal') ?? null}
        kind="inside"
      />
      {!passed && late && calls.length === 0 && (
        <div className={classes['help']} role="status">
          <h3>{t('start.help.title')}</h3>
          <ul>
            {help.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
          <p>
            <Link to="/lines">{t('nav.place.lines')}</Link> ·{' '}
            <Link to="/devices">{t('nav.devices')}</Link> ·{' '}
            <Link to="/gateways">{t('nav.tabs.gateways')}</Link>
          </p>
        </div>
      )}
      {passed && <p className={classes['won']}>{t('start.call.won', { count: minutes })}</p>}
      {finish.error && (
        <p role="alert" className={classes['bad']}>
          {problem(finish.error)}
        </p>
      )}
      <Button
        className={classes['main'] ?? ''}
        variant={passed ? 'filled' : 'default'}
        loading={finish.isPending}
        onClick={() => finish.mutate()}
      >
        {t(passed ? 'start.call.finish' : 'start.call.finishAnyway')}
      </Button>
    </div>
  );
}

type TryProps = {
  title: string;
  how: string;
  passed: FirstRunCall | null;
  live: LiveCall | null;
  kind: 'outside' | 'inside';
};

/** One test call: how to make it, then its stages as they happen. */
function Try({ title, how, passed, live, kind }: TryProps) {
  const { t } = useTranslation();
  const moments = useMoments();
  const who = live?.employees.map((one) => one.name).join(', ') || live?.ringing.join(', ') || '';
  const stages = [
    { id: 'came', done: passed !== null || live !== null },
    { id: 'rings', done: passed !== null || (live !== null && who !== '') },
    { id: 'answered', done: passed !== null || (live !== null && live.answered_at !== null) },
  ] as const;
  return (
    <section className={classes['try']} aria-label={title} data-passed={passed !== null}>
      <h3>{title}</h3>
      <p>
        {passed ? t('start.call.passed', { who: passed.by, when: moments.time(passed.at) }) : how}
      </p>
      <ol aria-live="polite">
        {stages.map((stage) => (
          <li key={stage.id} data-done={stage.done}>
            <span aria-hidden="true">{stage.done ? <Icon name="tick" size={15} /> : '·'}</span>
            {t(`start.call.${kind}Stage.${stage.id}`)}
            {stage.id === 'came' && live?.line_name && <small>{live.line_name}</small>}
            {stage.id === 'rings' && who && <small>{who}</small>}
          </li>
        ))}
      </ol>
      {!passed && !live && <p className={classes['waits']}>{t('start.call.waiting')}</p>}
    </section>
  );
}
