import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { callsQuery, historyQuery } from '@/api/queries';
import type { CallRow, HistoryItem, Note, SmsRow } from '@/api/types';
import { resultWords, timeWords, toneOfRow, whoTalked } from '@/features/call/words';
import { smsPath } from '@/features/sms/SmsButton';
import { toneOf } from '@/features/sms/thread';
import { useMinute } from '@/ui/clock';
import { Failure } from '@/ui/Failure';
import { harmless } from '@/ui/harmless';
import { Icon } from '@/ui/Icon';
import { useMoments } from '@/ui/place';
import classes from './History.module.css';
import { PlayCall } from './PlayCall';

type Told = Omit<HistoryItem, 'kind'>;
type Props = {
  client: number;
  limit: number;
  /** The call that is on, not to be told as history. */
  except?: string;
};

/** Calls, messages, notes of a client, newest first, as many as there is room for. */
export function History({ client, limit, except }: Props) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(historyQuery(client));
  const items = (query.data?.pages.flatMap((page) => page.items) ?? []).filter(
    (item) => item.call?.linked_id !== except || except === undefined,
  );
  if (query.isError && items.length === 0) {
    return <Failure error={query.error} retry={() => void query.refetch()} />;
  }
  if (query.isSuccess && items.length === 0) {
    return <p className={classes['none']}>{t('history.empty')}</p>;
  }
  return (
    <div className={classes['list']}>
      {items.slice(0, limit).map((item) => (
        <Row key={keyOf(item)} item={item} />
      ))}
      {items.length > limit && (
        <Button
          component={Link}
          to={`/clients/${client}`}
          variant="subtle"
          size="compact-sm"
          mt={6}
        >
          {t('history.all')}
        </Button>
      )}
    </div>
  );
}

/** Calls of a number that is nobody's yet. */
export function NumberHistory({ number, except }: { number: string; except?: string }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(callsQuery({ client: number, limit: 10 }));
  const calls = (query.data?.pages[0]?.items ?? []).filter((call) => call.linked_id !== except);
  if (!query.isSuccess) return null;
  if (calls.length === 0) return <p className={classes['none']}>{t('history.first')}</p>;
  return (
    <div className={classes['list']}>
      {calls.slice(0, 6).map((call) => (
        <CallLine key={call.id} call={call} />
      ))}
    </div>
  );
}

export function keyOf(item: Told): string {
  if (item.sms) return `s${item.sms.id}`;
  return item.call ? `c${item.call.id}` : `n${item.note?.id}`;
}

export function Row({ item, isTimed }: { item: Told; isTimed?: boolean | undefined }) {
  if (item.call) return <CallLine call={item.call} isTimed={isTimed} />;
  if (item.sms) return <SmsLine sms={item.sms} isTimed={isTimed} />;
  return item.note ? <NoteLine note={item.note} /> : null;
}

function CallLine({ call, isTimed }: { call: CallRow; isTimed?: boolean | undefined }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const who = whoTalked(call) || call.rang.map((one) => one.name).join(', ');
  return (
    <div className={classes['call']}>
      <Link to={`/calls/${call.id}`} className={classes['row']} data-tone={toneOfRow(call)}>
        <span className={classes['when']} title={moments.full(call.started_at)}>
          {isTimed ? moments.time(call.started_at) : moments.dayTime(call.started_at, minute)}
        </span>
        <span className={classes['icon']}>
          <Icon name={call.direction} size={15} />
          <span className="v-hidden">{t(`direction.${call.direction}`)}</span>
        </span>
        <span className={classes['what']}>
          <b>{call.result === 'answered' ? who : resultWords(call, t)}</b>
          {call.result !== 'answered' && who && <small> {who}</small>}
        </span>
        <small className={classes['time']}>{timeWords(call, t)}</small>
      </Link>
      {call.has_recording && (
        <PlayCall
          call={call.id}
          name={`${who || resultWords(call, t)}, ${moments.dayTime(call.started_at, minute)}`}
        />
      )}
    </div>
  );
}

function SmsLine({ sms, isTimed }: { sms: SmsRow; isTimed?: boolean | undefined }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  return (
    <Link to={smsPath(sms.number)} className={classes['row']} data-sms={toneOf(sms.state)}>
      <span className={classes['when']} title={moments.full(sms.at)}>
        {isTimed ? moments.time(sms.at) : moments.dayTime(sms.at, minute)}
      </span>
      <span className={classes['icon']}>
        <Icon name="sms" size={15} />
        <span className="v-hidden">
          {t('sms.title')}, {t(`direction.${sms.dir}`)}
        </span>
      </span>
      <span className={classes['what']}>{harmless(sms.text)}</span>
      <small className={classes['time']}>
        {sms.state === 'received' ? t('direction.in') : t(`sms.state.${sms.state}`)}
      </small>
    </Link>
  );
}

function NoteLine({ note }: { note: Note }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  return (
    <div className={classes['row']}>
      <span className={classes['when']} title={moments.full(note.at)}>
        {moments.dayTime(note.at, minute)}
      </span>
      <span className={classes['icon']}>
        <Icon name="note" size={15} />
        <span className="v-hidden">{t('history.note')}</span>
      </span>
      <span className={classes['text']}>
        {note.text} <small>{note.author}</small>
      </span>
    </div>
  );
}
