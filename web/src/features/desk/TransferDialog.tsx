import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Department } from '@/api/types';
import { useLive, useMe, usePeople } from '@/app/context';
import { useCommand } from '@/features/command/run';
import { matches } from '@/features/find/hits';
import { Dot } from '@/ui/Dot';
import { prettyNumber, typedNumber } from '@/ui/phone';
import { Window } from '@/ui/Window';
import { Reach } from './Reach';
import classes from './TransferDialog.module.css';

const NO_DEPARTMENTS: Department[] = [];

type Props = { linkedId: string; to: string; isOn: boolean; onClose(): void };

type Target = {
  number: string;
  name: string;
  state: 'free' | 'ringing' | 'talking' | 'offline' | null;
};

/** Blind transfer: a colleague, a department or any number; the talk goes there at once. */
export function TransferDialog({ linkedId, to, isOn, onClose }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const run = useCommand();
  const people = usePeople();
  const departments = useLive((state) => state.board?.departments ?? NO_DEPARTMENTS);
  const [text, setText] = useState(to);
  const [barred, setBarred] = useState<string | null>(null);

  const all: Target[] = [
    ...people
      .filter((person) => person.extension !== me.extension)
      .map((person) => ({ number: person.extension, name: person.name, state: person.state })),
    ...departments.map((one) => ({ number: one.number, name: one.name, state: null })),
  ];
  const q = text.trim();
  const targets = all.filter((one) => !q || matches(one.name, q) || one.number.startsWith(q));
  const typed = typedNumber(q);
  const outside = typed && !targets.some((one) => one.number === typed) ? typed : null;
  const chosen = targets.find((one) => one.number === q) ?? (q ? targets[0] : undefined);
  const number = chosen?.number ?? outside;

  const send = (goal: string, name: string) => {
    if (!me.extension) return;
    const who = name || prettyNumber(goal);
    void run(
      { kind: 'blind_transfer', linked_id: linkedId, extension: me.extension, to: goal },
      { doing: t('transfer.doing', { who }), done: t('transfer.done', { who }) },
    );
    onClose();
  };

  return (
    <Window onClose={onClose} title={t('transfer.title')} size="md">
      {isOn ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (number) send(number, chosen?.name ?? '');
          }}
        >
          <TextInput
            data-autofocus
            label={t('transfer.label')}
            description={t('transfer.hint')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autoComplete="off"
            inputMode="text"
          />
          <ul className={classes['list']}>
            {targets.map((one) => (
              <li key={one.number}>
                <button
                  type="button"
                  data-chosen={one.number === chosen?.number}
                  onClick={() => send(one.number, one.name)}
                >
                  {one.state ? <Dot state={one.state} /> : <span />}
                  <span>{one.name}</span>
                  <small>
                    {one.number}
                    {one.state && ` · ${t(`presence.${one.state}`)}`}
                    {!one.state && ` · ${t('transfer.department')}`}
                  </small>
                </button>
              </li>
            ))}
          </ul>
          {targets.length === 0 && !outside && <p className="v-mute">{t('transfer.nobody')}</p>}
          <Reach to={outside ?? (chosen && q ? chosen.number : null)} onKnown={setBarred} />
          <div className={classes['end']}>
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" disabled={!number || barred === number}>
              {number
                ? t('transfer.to', { who: chosen?.name ?? prettyNumber(number) })
                : t('transfer.go')}
            </Button>
          </div>
        </form>
      ) : (
        <>
          <p>{t('transfer.over')}</p>
          <div className={classes['end']}>
            <Button onClick={onClose}>{t('action.close')}</Button>
          </div>
        </>
      )}
    </Window>
  );
}
