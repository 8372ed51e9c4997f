import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ApiError } from '@/api/error';
import { type NewSms, sendSms } from '@/api/gsm';
import { fillText } from '@/api/mailings';
import type { LineState } from '@/api/types';
import { useLive } from '@/app/context';
import { Key } from '@/ui/Key';
import { useKeys } from '@/ui/keys';
import { useProblem } from '@/ui/problem';
import { Counted, useCount } from './Counted';
import { keepAttempt, keepSms, readAttempt, readSms } from './drafts';
import { noteSms, smsKeys } from './queries';
import classes from './Sms.module.css';
import { smsPath } from './SmsButton';
import { Templates } from './Templates';
import { type Attempt, attemptOf } from './thread';

const NO_LINES: LineState[] = [];

/** Writes a message: counts its parts, sends over the SIM card that fits, loses nothing typed. */
export function Compose({ number }: { number: string }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const navigate = useNavigate();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => readSms(number));
  const [line, setLine] = useState('');
  const lines = useLive((state) => state.board?.lines ?? NO_LINES).filter(
    (one) => one.kind === 'gsm',
  );
  const count = useCount(text);
  const isLong = count !== undefined && count.parts > count.most;
  useKeys({ KeyN: () => field.current?.focus() });
  useEffect(() => {
    // On a phone the keyboard would cover what was said.
    if (matchMedia('(min-width: 901px)').matches) field.current?.focus({ preventScroll: true });
  }, []);
  const type = (next: string) => {
    setText(next);
    keepSms(number, next);
  };
  // A reload forgets it, so it is kept beside the draft.
  const attempt = useRef<Attempt | null>(readAttempt(number));
  const send = useMutation({
    mutationFn: (body: NewSms) => sendSms(body),
    // The text leaves the field at once, and the store only when the hub has it.
    onMutate: () => setText(''),
    onSuccess: (row) => {
      keepSms(number, '');
      keepAttempt(number, null);
      attempt.current = null;
      noteSms(memory, row);
      void memory.invalidateQueries({ queryKey: smsKeys.thread(row.number) });
      if (row.number !== number) void navigate(smsPath(row.number), { replace: true });
    },
    onError: (_, body) => {
      setText((typed) => (typed ? `${body.text}\n${typed}` : body.text));
      void memory.invalidateQueries({ queryKey: smsKeys.thread(number) });
    },
  });
  const submit = () => {
    const said = text.trim();
    if (!said || isLong || send.isPending) return;
    const next = attemptOf(said, attempt.current);
    attempt.current = next;
    keepAttempt(number, next);
    send.mutate({ id: next.id, to: number, text: said, ...(line ? { line } : {}) });
  };
  return (
    <form
      className={classes['compose']}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {send.isPending && (
        <p className={classes['leaving']} role="status">
          {send.variables.text}
          <small>{t('sms.leaving')}</small>
        </p>
      )}
      {send.isError && (
        <p role="alert" className={classes['refused']}>
          {isDoubtful(send.error) ? t('sms.doubtful') : problem(send.error)}
        </p>
      )}
      <Textarea
        ref={field}
        aria-label={t('sms.text')}
        placeholder={t('sms.placeholder')}
        variant="filled"
        autosize
        minRows={1}
        maxRows={7}
        maxLength={3000}
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            submit();
          }
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        rightSection={text ? null : <Key>n</Key>}
      />
      <div className={classes['composeEnd']}>
        <NativeSelect
          size="xs"
          aria-label={t('sms.line')}
          title={t('sms.lineWhy')}
          value={line}
          onChange={(event) => setLine(event.currentTarget.value)}
        >
          <option value="">{t('sms.anyLine')}</option>
          {lines.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
              {one.online ? '' : ` (${t('lines.off')})`}
            </option>
          ))}
        </NativeSelect>
        <Templates
          onTake={(taken) => {
            const before = text.trim() ? `${text.trimEnd()}\n` : '';
            type(before + taken);
            // With names and dates in place of variables; without an answer it stays as it is.
            void fillText(taken, number).then(
              (filled) => {
                if (readSms(number) === before + taken) type(before + filled.text);
              },
              () => undefined,
            );
            // Once the menu has given the focus back.
            setTimeout(() => field.current?.focus());
          }}
        />
        <small className={classes['count']} data-bad={isLong} aria-live="polite">
          {text && count && <Counted count={count} />}
        </small>
        <small className={classes['hint']}>{text && t('sms.keys')}</small>
        <Button type="submit" size="xs" disabled={!text.trim() || isLong || send.isPending}>
          {t('sms.send')}
        </Button>
      </div>
    </form>
  );
}

/** No answer, or a broken one: the hub may have taken it; asked again it is the same message. */
function isDoubtful(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 500);
}
