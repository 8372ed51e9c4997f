import { Button, NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FollowMe, simulateIn } from '@/api/parts';
import type { Life, Office } from '@/api/types';
import { Figure } from '@/features/office/Figure';
import styles from '@/features/office/Office.module.css';
import { now } from '@/ui/clock';
import { useProblem } from '@/ui/problem';
import { duration } from '@/ui/time';
import { barsOf, lasting } from './bars';

type Props = {
  office: Office;
  value: FollowMe;
  nameOf(target: string): { name: string };
  /** The second of the call that is looked at. */
  onMoment(second: number | null): void;
};

/** A line and a scheme that only this rehearsal has: whoever calls comes to the follow me. */
const PROBE = 'vochi-probe';

/** What a caller would live through, before anything is saved. */
export function Heard({ office, value, nameOf, onMoment }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [who, setWho] = useState('');
  const [after, setAfter] = useState<number | null>(5);
  const targets = [...new Set(barsOf(value.steps).map((bar) => bar.to))];
  const run = useMutation({
    mutationFn: () =>
      simulateIn(probed(office, value), lifeOf(office, targets, who, Number(after) || 0)),
    onSuccess: (tale) => onMoment(tale.waited),
  });
  const tale = run.data;
  return (
    <fieldset>
      <legend>{t('office.follow.heard.title')}</legend>
      <div className={styles['add']}>
        <NativeSelect
          label={t('office.follow.heard.who')}
          value={who}
          onChange={(event) => setWho(event.currentTarget.value)}
        >
          <option value="">{t('office.follow.heard.nobody')}</option>
          {targets.map((to) => (
            <option key={to} value={to}>
              {nameOf(to).name}
            </option>
          ))}
        </NativeSelect>
        {who && (
          <Figure
            label={t('office.follow.heard.after')}
            unit={t('office.unit.seconds')}
            value={after}
            onChange={setAfter}
          />
        )}
        <Button variant="default" loading={run.isPending} onClick={() => run.mutate()}>
          {t('office.follow.heard.show')}
        </Button>
      </div>
      <div aria-live="polite">
        {run.isError && (
          <p role="alert" className={styles['bad']}>
            {problem(run.error)}
          </p>
        )}
        {tale && (
          <>
            <p>
              <b>
                {t(tale.end === 'talk' ? 'office.follow.heard.talk' : 'office.follow.heard.none', {
                  time: duration(tale.waited),
                })}
              </b>
            </p>
            <ol className={styles['plain']} style={{ padding: 0 }}>
              {tale.moments
                .filter((moment) => moment.scheme === PROBE && moment.code !== 'life.enters')
                .filter((moment) => moment.code !== 'life.leaves' && moment.node === 'ring')
                .map((moment, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a moment is its place
                  <li key={at} onPointerEnter={() => onMoment(moment.at)}>
                    <span className={`${styles['mono']} v-mute`}>{duration(moment.at)}</span>{' '}
                    {moment.text}
                  </li>
                ))}
            </ol>
          </>
        )}
      </div>
    </fieldset>
  );
}

/** The office with the follow me as it is typed, and a line that leads to it. */
function probed(office: Office, value: FollowMe): Office {
  const seconds = Math.min(600, Math.max(5, lasting(barsOf(value.steps))));
  const others = office.follow_me.filter((one) => one.number !== value.number);
  const nodes = {
    start: { kind: 'start', exits: { next: 'ring' } },
    ring: { kind: 'ring', targets: [value.number], seconds, exits: { nobody: 'end' } },
    end: { kind: 'hangup' },
  };
  return {
    ...office,
    follow_me: [...others, value],
    inbound: [...office.inbound, { id: PROBE, name: value.name, start: 'start', nodes }],
    lines: [
      ...office.lines,
      { kind: 'fxo', id: PROBE, name: value.name, number: null, inbound: PROBE },
    ],
    // What is not said is filled in by the hub.
  } as unknown as Office;
}

function lifeOf(office: Office, targets: string[], who: string, after: number): Life {
  const answers = { state: 'free', answers: after, accepts_after: 2 };
  const phones = office.devices
    .filter((device) => device.account.split('-')[0] === who)
    .slice(0, 1)
    .map((device) => [device.account, answers] as const);
  const outside = targets.filter((to) => to === who && to.startsWith('+'));
  return {
    line: PROBE,
    caller: '+375291234567',
    at: new Date(now()).toISOString(),
    phones: Object.fromEntries(phones),
    outside: Object.fromEntries(outside.map((to) => [to, answers])),
  } as unknown as Life;
}
