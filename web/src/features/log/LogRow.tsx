import { ActionIcon, Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CallRow } from '@/api/types';
import { useLive } from '@/app/context';
import { resultWords, timeWords, toneOfRow, whoTalked } from '@/features/call/words';
import { BlacklistButton } from '@/features/client/BlacklistButton';
import { Chips } from '@/features/client/Chips';
import { CallButton } from '@/features/command/CallButton';
import { SmsButton } from '@/features/sms/SmsButton';
import { useMinute } from '@/ui/clock';
import { Icon } from '@/ui/Icon';
import { nameOf, numberOf } from '@/ui/party';
import { useMoments, usePlace } from '@/ui/place';
import { dayOf, duration } from '@/ui/time';
import classes from './Log.module.css';
import { MoreActs } from './MoreActs';
import { type Opened, RowPanel } from './RowPanel';
import type { Column } from './useColumns';

type Props = {
  call: CallRow;
  /** The row above, newer; a new day between them is named. */
  before: CallRow | undefined;
  isActive: boolean;
  onFocus(): void;
  isPicked: boolean;
  /** Undefined: nothing can be ticked here. */
  onPick?: (() => void) | undefined;
  open: Opened['what'] | null;
  onOpen(what: Opened['what'] | null): void;
  onNext?: (() => void) | undefined;
  columns: readonly Column[];
  /** How many calls were had with him, where a line is a client. */
  calls?: number | undefined;
  onCalls?: (() => void) | undefined;
};

export function LogRow(props: Props) {
  const { call, before, isActive, onFocus, isPicked, onPick, open, onOpen, columns } = props;
  const { t } = useTranslation();
  const moments = useMoments();
  const place = usePlace();
  const minute = useMinute();
  const isNarrow = useMediaQuery('(max-width: 900px)') ?? false;
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isActive && document.activeElement?.tagName !== 'INPUT') {
      link.current?.focus({ preventScroll: true });
    }
  }, [isActive]);
  const newDay =
    !before ||
    dayOf(Date.parse(before.started_at), place.zone) !==
      dayOf(Date.parse(call.started_at), place.zone);
  const who = whoTalked(call);
  const departments = useLive((state) => state.board?.departments);
  const asked =
    call.departments
      .map((number) => departments?.find((one) => one.number === number)?.name ?? number)
      .join(', ') || call.rang.map((one) => one.name).join(', ');
  const name =
    call.direction === 'internal'
      ? insideName(call, nameOf(call.client, t))
      : nameOf(call.client, t);
  const tone = toneOfRow(call);
  return (
    <>
      {newDay && <h2 className={classes['day']}>{moments.day(call.started_at, minute)}</h2>}
      <div
        className={classes['row']}
        data-tone={tone}
        data-active={isActive}
        data-picked={isPicked}
      >
        {onPick && (
          <label className={classes['tick']}>
            <input
              type="checkbox"
              checked={isPicked}
              aria-label={t('logTools.pick', { who: name })}
              onChange={onPick}
            />
          </label>
        )}
        <Link
          ref={link}
          to={`/calls/${call.id}`}
          className={classes['link']}
          onFocus={onFocus}
          data-call={call.id}
        >
          <span className={classes['time']}>{moments.time(call.started_at)}</span>
          <span className={classes['icon']}>
            <Icon name={call.direction} size={16} />
            <span className="v-hidden">{t(`direction.${call.direction}`)}</span>
          </span>
          <span className={classes['client']}>
            <b>{name}</b>
            {call.client.name && call.direction !== 'internal' && (
              <small className="v-num">{numberOf(call.client)}</small>
            )}
            <Chips
              lists={call.client.lists}
              {...(columns.includes('tags') ? { callTags: call.tags, source: call.source } : {})}
              inline
            />
            <Extra call={call} columns={columns} departments={asked} />
          </span>
          <span className={classes['result']}>
            <b>
              {call.result === 'answered' && call.direction !== 'internal'
                ? who || resultWords(call, t)
                : resultWords(call, t)}
            </b>
            <small>
              {call.result === 'answered'
                ? call.line_name
                : who || call.caller?.name || asked || call.line_name}
            </small>
          </span>
          <span className={classes['long']}>
            {timeWords(call, t)}
            {call.score && (
              <span className={classes['score']} title={t('call.scoreOf', { score: call.score })}>
                {call.score}
                <span aria-hidden="true">★</span>
              </span>
            )}
          </span>
        </Link>
        <span className={classes['acts']}>
          {props.calls !== undefined && props.calls > 1 && (
            <Button variant="subtle" size="compact-sm" onClick={props.onCalls}>
              {t('logTools.clientCalls', { count: props.calls })}
            </Button>
          )}
          {(call.has_recording || call.has_message) && (
            <ActionIcon
              variant={open === 'sound' ? 'light' : 'subtle'}
              size={34}
              aria-label={t('logTools.play', { who: name })}
              aria-expanded={open === 'sound'}
              title={t(call.has_recording ? 'call.hasRecording' : 'call.hasMessage')}
              onClick={() => onOpen(open === 'sound' ? null : 'sound')}
            >
              <Icon name={call.has_recording ? 'play' : 'mail'} size={16} />
            </ActionIcon>
          )}
          {!isNarrow && (
            <ActionIcon
              variant={open === 'why' ? 'light' : 'subtle'}
              color="gray"
              size={34}
              aria-label={t('logTools.why', { who: name })}
              aria-expanded={open === 'why'}
              title={t('logTools.whyTitle')}
              onClick={() => onOpen(open === 'why' ? null : 'why')}
            >
              <Icon name="check" size={16} />
            </ActionIcon>
          )}
          {call.direction !== 'internal' && (
            <>
              {isNarrow ? (
                <MoreActs
                  call={call}
                  onWhy={() => onOpen(open === 'why' ? null : 'why')}
                  onPick={onPick}
                />
              ) : (
                <>
                  <BlacklistButton call={call} compact />
                  <SmsButton number={call.client.number} name={call.client.name} compact />
                </>
              )}
              <CallButton number={call.client.number} name={call.client.name} compact />
            </>
          )}
        </span>
      </div>
      {open && (
        <RowPanel call={call} what={open} onClose={() => onOpen(null)} onNext={props.onNext} />
      )}
    </>
  );
}

/** Columns that somebody asked for, in a line of their own where there is no room for columns. */
function Extra({
  call,
  columns,
  departments,
}: {
  call: CallRow;
  columns: readonly Column[];
  departments: string;
}) {
  const { t } = useTranslation();
  const words = [
    columns.includes('line') ? call.line_name : null,
    columns.includes('department') && call.departments.length > 0 ? departments : null,
    columns.includes('waited') ? `${t('logTools.column.waited')} ${duration(call.waited)}` : null,
  ].filter(Boolean);
  return words.length > 0 ? <small className={classes['extra']}>{words.join(' · ')}</small> : null;
}

/** Inside the office: who called whom. */
function insideName(call: CallRow, caller: string): string {
  const to = call.last_employee?.name ?? call.rang[0]?.name ?? call.number;
  return `${caller} → ${to}`;
}
