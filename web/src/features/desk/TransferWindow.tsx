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
import { useRefusals } from './deeds';
import { Reach } from './Reach';
import classes from './TransferDialog.module.css';

const NO_DEPARTMENTS: Department[] = [];

export type TransferProps = {
  linkedId: string;
  to: string;
  isOn: boolean;
  onClose(): void;
  /** Whose talk it is: the asker's own, unless a head moves that of another. */
  extension?: string;
};

type Target = {
  number: string;
  name: string;
  state: 'free' | 'ringing' | 'talking' | 'offline' | null;
};

/** A colleague, a department or any number: at once, or after a word with him. */
export default function TransferWindow({ linkedId, to, isOn, onClose, extension }: TransferProps) {
  const { t } = useTranslation();
  const me = useMe();
  const run = useCommand();
  const refused = useRefusals();
  const holder = extension ?? me.extension;
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

  const begin = (kind: 'blind_transfer' | 'consult', goal: string, name: string) => {
    if (!holder) return;
    const who = name || prettyNumber(goal);
    const words =
      kind === 'consult'
        ? { doing: t('desk.consulting', { who }), done: t('desk.consulted', { who }) }
        : { doing: t('transfer.doing', { who }), done: t('transfer.done', { who }) };
    void run({ kind, linked_id: linkedId, extension: holder, to: goal }, { ...words, refused });
    onClose();
  };
  const send = (goal: string, name: string) => begin('blind_transfer', goal, name);

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
            {holder === me.extension && (
              <Button
                variant="default"
                disabled={!number || barred === number}
                onClick={() => number && begin('consult', number, chosen?.name ?? '')}
              >
                {t('desk.consultFirst')}
              </Button>
            )}
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
