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
import { nameOf } from '@/ui/party';
import { useMoments, usePlace } from '@/ui/place';
import { dayOf } from '@/ui/time';
import classes from './Log.module.css';
import { MoreActs } from './MoreActs';

type Props = {
  call: CallRow;
  /** The row above, newer; a new day between them is named. */
  before: CallRow | undefined;
  isActive: boolean;
  onFocus(): void;
};

export function LogRow({ call, before, isActive, onFocus }: Props) {
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
      <div className={classes['row']} data-tone={tone} data-active={isActive}>
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
              <small className="v-num">{call.client.pretty}</small>
            )}
            <Chips lists={call.client.lists} callTags={call.tags} source={call.source} inline />
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
            {call.has_message && (
              <span className={classes['tape']} title={t('call.hasMessage')}>
                <Icon name="mail" size={15} />
                <span className="v-hidden">{t('call.hasMessage')}</span>
              </span>
            )}
            {call.has_recording && (
              <span className={classes['tape']} title={t('call.hasRecording')}>
                <Icon name="tape" size={15} />
                <span className="v-hidden">{t('call.hasRecording')}</span>
              </span>
            )}
          </span>
        </Link>
        {call.direction !== 'internal' && (
          <span className={classes['acts']}>
            {isNarrow ? (
              <MoreActs call={call} />
            ) : (
              <>
                <BlacklistButton call={call} compact />
                <SmsButton number={call.client.number} name={call.client.name} compact />
              </>
            )}
            <CallButton number={call.client.number} name={call.client.name} compact />
          </span>
        )}
      </div>
    </>
  );
}

/** Inside the office: who called whom. */
function insideName(call: CallRow, caller: string): string {
  const to = call.last_employee?.name ?? call.rang[0]?.name ?? call.number;
  return `${caller} → ${to}`;
}
