import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { cancelSms, sendAgain } from '@/api/gsm';
import type { SmsRow } from '@/api/types';
import { harmless } from '@/ui/harmless';
import { Icon, type IconName } from '@/ui/Icon';
import { useMoments } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';
import { noteSms, smsKeys } from './queries';
import classes from './Sms.module.css';
import { mayDo, toneOf } from './thread';

const PICTURES = {
  queued: 'clock',
  sending: 'clock',
  sent: 'tick',
  delivered: 'ticks',
  failed: 'alarm',
  unknown: 'check',
} as const satisfies Record<Exclude<SmsRow['state'], 'received'>, IconName>;

/** One message: what it says, when, over which SIM card, how it stands and why. */
export function Bubble({ row }: { row: SmsRow }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const own = row.dir === 'out';
  const when = own ? (row.delivered_at ?? row.sent_at ?? row.at) : row.at;
  const facts = [
    own && row.origin !== 'person' ? t(`sms.origin.${originOf(row.origin)}`) : '',
    row.by,
    row.line_name ?? '',
    own && (row.parts ?? 1) > 1 ? t('sms.parts', { count: row.parts ?? 1 }) : '',
  ].filter(Boolean);
  const hint = row.why === 'gateway' && isHint(row.code) ? t(`sms.hint.${row.code}`) : '';
  return (
    <div
      className={classes['bubble']}
      data-dir={row.dir}
      data-tone={own ? toneOf(row.state) : 'in'}
    >
      <p dir="auto">{harmless(row.text)}</p>
      {!row.whole && <small className={classes['torn']}>{t('sms.torn')}</small>}
      <small className={classes['facts']}>
        <time dateTime={row.at} title={moments.full(when)}>
          {moments.time(row.at)}
        </time>
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
        {row.call_id !== null && <Link to={`/calls/${row.call_id}`}>{t('sms.ofCall')}</Link>}
      </small>
      {own && row.state !== 'received' && (
        <div className={classes['state']} data-tone={toneOf(row.state)}>
          <Icon name={PICTURES[row.state]} size={14} />
          <span data-testid="sms-state">{t(`sms.state.${row.state}`)}</span>
          {row.why_text && (
            <span className={classes['why']}>{[row.why_text, hint].filter(Boolean).join(' ')}</span>
          )}
        </div>
      )}
      {own && <Acts row={row} />}
    </div>
  );
}

/** Codes of networks that mean something to who pays for the SIM card (3GPP TS 24.011, 27.005). */
const HINTS = [8, 10, 21, 38, 42, 500] as const;

function isHint(code: number | null): code is (typeof HINTS)[number] {
  return (HINTS as readonly (number | null)[]).includes(code);
}

function originOf(origin: string): 'node' | 'doctor' | 'missed' {
  return origin === 'doctor' || origin === 'missed' ? origin : 'node';
}

/** Take it back while it waits; send it once more when it has not gone, or nobody knows. */
function Acts({ row }: { row: SmsRow }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const problem = useProblem();
  const [asking, setAsking] = useState(false);
  const may = mayDo(row.state);
  const fail = (error: unknown) =>
    notifications.show({ message: problem(error), color: 'red', role: 'alert' });
  const cancel = useMutation({
    mutationFn: () => cancelSms(row.id),
    onSettled: () => void memory.invalidateQueries({ queryKey: smsKeys.thread(row.number) }),
    onError: fail,
  });
  const again = useMutation({
    mutationFn: () => sendAgain(row.id),
    onSuccess: (next) => {
      setAsking(false);
      noteSms(memory, next);
    },
    onError: fail,
  });
  if (may === null) return null;
  if (may === 'cancel') {
    return (
      <Button
        size="compact-xs"
        variant="default"
        loading={cancel.isPending}
        onClick={() => cancel.mutate()}
      >
        {t('sms.cancel')}
      </Button>
    );
  }
  return (
    <>
      <Button size="compact-xs" variant="default" onClick={() => setAsking(true)}>
        {t('sms.again')}
      </Button>
      {asking && (
        <Window title={t('sms.againTitle')} onClose={() => setAsking(false)} size="sm">
          <p>{t(row.state === 'unknown' ? 'sms.againUnknown' : 'sms.againFailed')}</p>
          <div className={classes['end']}>
            <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
              {t('action.cancel')}
            </Button>
            <Button loading={again.isPending} onClick={() => again.mutate()}>
              {t('sms.again')}
            </Button>
          </div>
        </Window>
      )}
    </>
  );
}
