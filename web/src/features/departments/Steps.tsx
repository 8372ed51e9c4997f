import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FollowMe } from '@/api/parts';
import type { Office } from '@/api/types';
import styles from '@/features/office/Office.module.css';
import type { PartForm } from '@/features/office/part';
import { e164 } from '@/features/sims/e164';
import { prettyNumber } from '@/ui/phone';
import { asInExample, type Bar, barsOf, closed, freshId, lasting, stepsOf } from './bars';
import { Heard } from './Heard';
import { TimeLine } from './TimeLine';

type Props = { office: Office; form: PartForm<FollowMe> };

/** Whom the number rings and when: the time line, the same in words, and what a caller hears. */
export function Steps({ office, form }: Props) {
  const { t } = useTranslation();
  const { value } = form;
  const [bars, setBars] = useState(() => barsOf(value.steps));
  const [last, setLast] = useState(value.steps);
  const [whom, setWhom] = useState('');
  const [number, setNumber] = useState('');
  const [isBad, setBad] = useState(false);
  const [playhead, setPlayhead] = useState<number | null>(null);
  // Another hand (taking back, somebody else's version) has changed the steps.
  if (value.steps !== last) {
    setLast(value.steps);
    if (JSON.stringify(stepsOf(bars)) !== JSON.stringify(value.steps)) setBars(barsOf(value.steps));
  }
  const show = (next: Bar[]) => {
    const clean = closed(next);
    const steps = stepsOf(clean);
    setBars(clean);
    setLast(steps);
    setPlayhead(null);
    form.change({ steps });
  };
  const nameOf = (to: string) => {
    if (to.startsWith('+')) return { name: prettyNumber(to), note: t('office.follow.outside') };
    const person = office.people.find((one) => one.extension === to);
    const phones = office.devices.filter((one) => one.account.split('-')[0] === to).length;
    return {
      name: person ? `${person.name} · ${to}` : to,
      note: t('office.follow.devices', { count: phones }),
    };
  };
  const faultOf = (to: string) => {
    for (const [at, step] of value.steps.entries()) {
      const place = step.targets.findIndex((target) => target.to === to);
      const told = place < 0 ? null : form.at(`steps/${at}/targets/${place}`);
      if (told) return told;
    }
    return null;
  };
  const add = () => {
    const to = whom === '+' ? e164(number) : whom;
    if (!to || bars.some((bar) => bar.to === to)) {
      setBad(true);
      return;
    }
    const end = Math.max(20, lasting(bars));
    const start = Math.max(0, ...bars.map((bar) => bar.start));
    const bar = { id: freshId(bars), to, confirm: to.startsWith('+'), start, end };
    show([...bars, bar]);
    setWhom('');
    setNumber('');
    setBad(false);
  };
  const drop = (bar: Bar) => {
    const rest = bars.filter((one) => one.id !== bar.id);
    const clean = closed(rest);
    const steps = stepsOf(clean);
    setBars(clean);
    setLast(steps);
    form.remove(nameOf(bar.to).name, { steps }, (now) => ({
      ...now,
      steps: stepsOf([...barsOf(now.steps), { ...bar, id: '-1' }]),
    }));
  };
  const spare = office.people.filter((one) => !bars.some((bar) => bar.to === one.extension));
  const whole = value.steps.findIndex(() => true) < 0 ? form.at('steps') : badWhole();
  function badWhole(): string | null {
    const told = form.at('steps');
    const isAtTarget = bars.some((bar) => faultOf(bar.to) === told);
    return isAtTarget ? null : told;
  }
  return (
    <>
      <fieldset>
        <legend>{t('office.follow.steps')}</legend>
        <p className="v-mute">{t('office.follow.lead')}</p>
        <TimeLine
          bars={bars}
          nameOf={nameOf}
          onChange={show}
          onRemove={drop}
          faultOf={faultOf}
          playhead={playhead}
        />
        {whole && (
          <p role="alert" className={styles['bad']}>
            {whole}
          </p>
        )}
        <div className={styles['add']}>
          <NativeSelect
            label={t('office.follow.add')}
            value={whom}
            onChange={(event) => setWhom(event.currentTarget.value)}
          >
            <option value="">{t('office.choose')}</option>
            <option value="+">{t('office.follow.mobile')}</option>
            {spare.map((person) => (
              <option key={person.id} value={person.extension}>
                {person.name} · {person.extension}
              </option>
            ))}
          </NativeSelect>
          {whom === '+' && (
            <TextInput
              type="tel"
              label={t('office.follow.outsideNumber')}
              placeholder="+375 29 666-66-66"
              value={number}
              error={isBad ? t('office.follow.bad.number') : null}
              onChange={(event) => {
                setNumber(event.currentTarget.value);
                setBad(false);
              }}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                event.preventDefault();
                add();
              }}
            />
          )}
          <Button variant="default" disabled={!whom || bars.length >= 20} onClick={add}>
            {t('office.add')}
          </Button>
          {bars.length > 1 && (
            <Button variant="subtle" onClick={() => show(asInExample(bars))}>
              {t('office.follow.example')}
            </Button>
          )}
        </div>
      </fieldset>
      <fieldset>
        <legend>{t('office.follow.inWords')}</legend>
        <ol className={styles['plain']} style={{ padding: 0 }}>
          {value.steps.map((step, at) => {
            const from = value.steps.slice(0, at).reduce((sum, one) => sum + one.seconds, 0);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
              <li key={at}>
                <span className={styles['mono']}>
                  {t('office.follow.span', { from, to: from + step.seconds })}
                </span>{' '}
                · {step.targets.map((target) => nameOf(target.to).name).join(', ')}
              </li>
            );
          })}
        </ol>
      </fieldset>
      <Heard office={office} value={value} nameOf={nameOf} onMoment={setPlayhead} />
    </>
  );
}
