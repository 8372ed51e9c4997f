import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe, usePeople } from '@/app/context';
import { useCommand } from '@/features/command/run';
import { useSecond } from '@/ui/clock';
import { typedNumber } from '@/ui/phone';
import { awayOf, awayWords } from './away';
import classes from './OwnState.module.css';

const STATES = ['none', 'dnd', 'forward'] as const;
type Chosen = (typeof STATES)[number];

/** My own state: rung as usual, not at all, or somebody else instead of me. */
export function OwnState() {
  const { t } = useTranslation();
  const { extension } = useMe();
  const set = useSetState();
  const person = usePeople().find((one) => one.extension === extension);
  const away = awayOf(person, useSecond());
  const now: Chosen = away?.state === 'dnd' || away?.state === 'forward' ? away.state : 'none';
  const [asksWhere, setAsksWhere] = useState(false);
  const [to, setTo] = useState('');
  if (!extension || !person) return null;
  const target = typedNumber(to.trim());

  return (
    <div className={classes['box']}>
      <span id="own-state">{t('away.title')}</span>
      <div className={classes['choice']} role="radiogroup" aria-labelledby="own-state">
        {STATES.map((state) => (
          // biome-ignore lint/a11y/useSemanticElements: a radio of Mantine would load its whole set
          <button
            key={state}
            type="button"
            role="radio"
            aria-checked={asksWhere ? state === 'forward' : state === now}
            onClick={() => {
              setAsksWhere(state === 'forward');
              if (state !== 'forward') set(state, '');
            }}
          >
            {t(`away.choose.${state}`)}
          </button>
        ))}
      </div>
      {away && !asksWhere && <small className={classes['words']}>{awayWords(away, t)}</small>}
      {asksWhere && (
        <form
          className={classes['where']}
          onSubmit={(event) => {
            event.preventDefault();
            if (!target) return;
            set('forward', target);
            setAsksWhere(false);
          }}
        >
          <TextInput
            size="xs"
            data-autofocus
            aria-label={t('away.where')}
            placeholder={t('away.where')}
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
            autoComplete="off"
          />
          <Button size="xs" type="submit" disabled={!target}>
            {t('away.turnOn')}
          </Button>
        </form>
      )}
    </div>
  );
}

/** Nobody forgets that he is not rung: a line on every screen, and the way back in it. */
export function AwayBar() {
  const { t } = useTranslation();
  const { extension } = useMe();
  const set = useSetState();
  const person = usePeople().find((one) => one.extension === extension);
  const away = awayOf(person, useSecond());
  if (!away) return null;
  return (
    <div className={classes['bar']} role="status" data-testid="away-bar">
      <span>
        <b>{awayWords(away, t)}</b> {t(`away.means.${away.state}`)}
      </span>
      <Button size="compact-sm" variant="default" onClick={() => set('ready', '')}>
        {t('away.ready')}
      </Button>
    </div>
  );
}

export function useSetState(): (state: Chosen | 'ready', to: string) => void {
  const { t } = useTranslation();
  const { extension } = useMe();
  const run = useCommand();
  return (state, to) => {
    if (!extension) return;
    void run(
      { kind: 'set_away', extension, state, to },
      { doing: t('away.doing'), done: t(`away.done.${state}`) },
    );
  };
}
