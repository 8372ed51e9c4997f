import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readOperators } from '@/api/gsm';
import { gsmKeys } from '@/api/gsm-queries';
import { sendCommand } from '@/api/hub';
import type { SimRow } from '@/api/types';
import { carryOut } from '@/features/command/run';
import { Panel } from '@/features/gsm/Panel';
import { useRefused } from '@/features/gsm/refused';
import { now } from '@/ui/clock';
import { harmless } from '@/ui/harmless';
import { useProblem } from '@/ui/problem';
import { Timer } from '@/ui/Timer';
import { answered, asked, choicesOf, failed, QUIET, ussdCode } from './dialogue';
import classes from './Ussd.module.css';

/** The network itself waits two minutes at most; the box needs a moment to tell of it. */
const PATIENCE = 130_000;

/** A little console: codes out, the network's words in, its menus as buttons. */
export function Ussd({ sim }: { sim: SimRow }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const refused = useRefused();
  const memory = useQueryClient();
  const [dialogue, setDialogue] = useState(QUIET);
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const operators = useQuery({ queryKey: gsmKeys.operators, queryFn: readOperators });
  const profile = operators.data?.find((one) => one.name === sim.profile);
  const known = [
    { code: profile?.balance?.code, label: t('sims.balance') },
    { code: profile?.own_number?.code, label: t('sims.number') },
  ].filter((one): one is { code: string; label: string } => Boolean(one.code));
  const isWaiting = dialogue.waitsSince !== null;
  const last = dialogue.turns.at(-1);
  const choices = dialogue.open && last ? choicesOf(last.text) : [];
  const code = ussdCode(typed);

  // Whoever leaves in the middle of a menu would keep the SIM card busy.
  const open = useRef('');
  open.current = dialogue.open;
  useEffect(
    () => () => {
      if (open.current) void endDialogue(sim.line, open.current).catch(() => undefined);
    },
    [sim.line],
  );

  const ask = async (said: string) => {
    setTyped('');
    setDialogue((before) => asked(before, said, now()));
    try {
      const end = await carryOut(
        { kind: 'ask_ussd', line: sim.line, code: said, dialogue: dialogue.open, by: '' },
        PATIENCE,
      );
      if (end?.state === 'done') {
        const { text, menu, dialogue: id } = end.facts;
        setDialogue((before) =>
          answered(before, {
            text: String(text ?? ''),
            menu: menu === true || menu === 'true',
            dialogue: String(id ?? ''),
          }),
        );
      } else {
        setDialogue((before) => failed(before, refused(ownCode(end?.code), end?.facts ?? {})));
      }
    } catch (error) {
      setDialogue((before) => failed(before, problem(error)));
    }
    void memory.invalidateQueries({ queryKey: gsmKeys.simHistory(sim.line) });
    field.current?.focus({ preventScroll: true });
  };
  const end = () => {
    const id = dialogue.open;
    setDialogue((before) => failed(before, t('ussd.ended')));
    endDialogue(sim.line, id).catch((error: unknown) =>
      setDialogue((before) => failed(before, problem(error))),
    );
  };

  return (
    <Panel title={t('ussd.title')} note={t('ussd.lead')}>
      <div className={classes['console']}>
        <div className={classes['screen']} role="log" aria-label={t('ussd.title')}>
          <div>
            {dialogue.turns.length === 0 && <p className="v-mute">{t('ussd.empty')}</p>}
            {dialogue.turns.map((turn) => (
              <p key={turn.id} data-from={turn.from} dir="auto">
                <span className="v-hidden">{t(`ussd.from.${turn.from}`)}: </span>
                {harmless(turn.text)}
              </p>
            ))}
            {dialogue.waitsSince !== null && (
              <p className="v-mute">
                {t('ussd.waiting')} <Timer since={new Date(dialogue.waitsSince).toISOString()} />
              </p>
            )}
          </div>
        </div>
        <div className={classes['keys']}>
          {choices.map((choice) => (
            <Button
              key={choice.key}
              size="xs"
              variant="default"
              disabled={isWaiting}
              onClick={() => void ask(choice.key)}
            >
              {choice.key} · {choice.label}
            </Button>
          ))}
          {!dialogue.open &&
            known.map((one) => (
              <Button
                key={one.code}
                size="xs"
                variant="default"
                disabled={isWaiting}
                onClick={() => void ask(one.code)}
              >
                {one.label} {one.code}
              </Button>
            ))}
          {dialogue.open && !isWaiting && (
            <Button size="xs" variant="subtle" color="red" onClick={end}>
              {t('ussd.end')}
            </Button>
          )}
        </div>
        <form
          className={classes['ask']}
          onSubmit={(event) => {
            event.preventDefault();
            if (code && !isWaiting) void ask(code);
          }}
        >
          <TextInput
            ref={field}
            aria-label={t(dialogue.open ? 'ussd.choice' : 'ussd.code')}
            placeholder={t(dialogue.open ? 'ussd.choice' : 'ussd.code')}
            inputMode="tel"
            autoComplete="off"
            maxLength={160}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={typed.trim() && !code ? t('ussd.bad') : null}
          />
          <Button type="submit" disabled={!code || isWaiting}>
            {t('ussd.ask')}
          </Button>
        </form>
      </div>
    </Panel>
  );
}

/** The network's silence is not that of a telephone. */
function ownCode(code: string | null | undefined): string {
  return code === 'no_answer' ? 'network_silent' : (code ?? 'silent');
}

async function endDialogue(line: string, dialogue: string): Promise<void> {
  await sendCommand({ kind: 'end_ussd', line, dialogue });
}
