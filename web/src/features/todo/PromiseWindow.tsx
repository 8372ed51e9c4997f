import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { makePromise } from '@/api/promises';
import { now } from '@/ui/clock';
import { prettyNumber } from '@/ui/phone';
import { useMoments, usePlace } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import { dayOf } from '@/ui/time';
import { notePromise } from './queries';
import classes from './Todo.module.css';
import { atClock, choices } from './when';

type Props = { number: string; name: string; onClose: () => void };

/** By when to call, and what about. */
export function PromiseWindow({ number, name, onClose }: Props) {
  const { t } = useTranslation();
  const { zone } = usePlace();
  const moments = useMoments();
  const memory = useQueryClient();
  const problem = useProblem();
  const [began] = useState(now);
  const ready = choices(began, zone);
  const [to, setTo] = useState(number);
  const [text, setText] = useState('');
  const [due, setDue] = useState<number | null>(ready[0]?.at ?? null);
  const [day, setDay] = useState(dayOf(began, zone));
  const [clock, setClock] = useState('');
  const make = useMutation({
    mutationFn: () =>
      makePromise({ number: to, due_at: new Date(due ?? 0).toISOString(), text: text.trim() }),
    onSuccess: (it) => {
      notePromise(memory, it);
      const time = moments.dayTime(it.due_at, now());
      notifications.show({
        message: t('promise.made', { who: it.name || it.pretty || it.number, time }),
      });
      onClose();
    },
  });
  const own = (nextDay: string, nextClock: string) => {
    setDay(nextDay);
    setClock(nextClock);
    setDue(nextDay && nextClock ? atClock(nextDay, nextClock, zone) : null);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (due !== null && to.trim()) make.mutate();
  };
  const isPast = due !== null && due <= began;
  return (
    <Modal opened onClose={onClose} title={t('promise.windowTitle')} radius={14}>
      <form onSubmit={submit} className={classes['form']}>
        {number ? (
          <p>
            <b>{name || prettyNumber(number)}</b>
            {name && <small className="v-mute"> {prettyNumber(number)}</small>}
          </p>
        ) : (
          <TextInput
            label={t('promise.number')}
            placeholder="+375 29 123-45-67"
            inputMode="tel"
            required
            data-autofocus
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        )}
        <fieldset className={classes['when']}>
          <legend>{t('promise.when')}</legend>
          {ready.map((choice) => (
            <button
              key={choice.at}
              type="button"
              aria-pressed={due === choice.at && !clock}
              onClick={() => {
                setDue(choice.at);
                setClock('');
              }}
            >
              {choice.name === 'hour'
                ? t('promise.inHour')
                : t(choice.name === 'today' ? 'promise.today' : 'promise.tomorrow', {
                    time: moments.time(new Date(choice.at).toISOString()),
                  })}
            </button>
          ))}
        </fieldset>
        <div className={classes['own']}>
          <TextInput
            type="date"
            label={t('promise.day')}
            value={day}
            min={dayOf(began, zone)}
            onChange={(event) => own(event.currentTarget.value, clock)}
          />
          <TextInput
            type="time"
            label={t('promise.time')}
            value={clock}
            error={isPast ? t('promise.past') : undefined}
            onChange={(event) => own(day, event.currentTarget.value)}
          />
        </div>
        <Textarea
          label={t('promise.about')}
          placeholder={t('promise.aboutHint')}
          maxLength={300}
          rows={2}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {make.error && (
          <p role="alert" className={classes['late']}>
            {problem(make.error)}
          </p>
        )}
        <div className={classes['foot']}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button
            type="submit"
            loading={make.isPending}
            disabled={due === null || isPast || !to.trim()}
          >
            {t('promise.make')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
