import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import { isStatus } from '@/api/error';
import { callQuery } from '@/api/queries';
import type { CallDetail } from '@/api/types';
import { NotFound } from '@/app/NotFound';
import { spoken } from '@/app/spoken';
import { Top } from '@/app/Top';
import { BlacklistButton } from '@/features/client/BlacklistButton';
import { Chips } from '@/features/client/Chips';
import { useCard } from '@/features/client/card';
import { NameForm } from '@/features/client/NameForm';
import { NoteForm } from '@/features/client/NoteForm';
import { CallButton } from '@/features/command/CallButton';
import { SmsButton, smsPath } from '@/features/sms/SmsButton';
import { CloseButton } from '@/features/todo/CloseButton';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { useKeys } from '@/ui/keys';
import { nameOf, numberOf } from '@/ui/party';
import { isErased, prettyNumber } from '@/ui/phone';
import { useMoments } from '@/ui/place';
import { duration } from '@/ui/time';
import { useTitle } from '@/ui/title';
import classes from './CallPage.module.css';
import { Legs } from './Legs';
import { Messages } from './Messages';
import { marksOf } from './marks';
import { Trace } from './Trace';
import { resultWords, toneOfRow, whoTalked } from './words';

const CallKeeping = lazy(async () => ({
  default: (await spoken('privacy', import('@/features/privacy/CallKeeping'))).CallKeeping,
}));
const Player = lazy(async () => ({ default: (await import('./Player')).Player }));

export function CallPage() {
  const { t } = useTranslation();
  const id = Number(useParams()['id']);
  const isId = Number.isSafeInteger(id) && id > 0;
  const query = useQuery({
    ...callQuery(id),
    enabled: isId,
    refetchInterval: (state) => (state.state.data?.state === 'ended' ? false : 3000),
  });
  useTitle(query.data ? nameOf(query.data.client, t) : t('call.title'));
  if (!isId || isStatus(query.error, 404)) return <NotFound />;
  return (
    <>
      <Top />
      {query.isError && !query.data && (
        <section className="v-card">
          <Failure error={query.error} retry={() => void query.refetch()} />
        </section>
      )}
      {query.data && <Details call={query.data} />}
    </>
  );
}

function Details({ call }: { call: CallDetail }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const moments = useMoments();
  const { key } = useLocation();
  // Back to the log as it was left; a page opened by its address has nothing behind it.
  const back = () => void (key === 'default' ? navigate('/calls') : navigate(-1));
  useKeys({
    Escape: back,
    KeyS: () =>
      call.direction !== 'internal' &&
      numberOf(call.client) &&
      void navigate(smsPath(call.client.number)),
  });
  const card = useCard(call.client);
  const name = card.client?.name || nameOf(call.client, t);
  const number = numberOf(call.client);
  const isGone = isErased(call.client.number);
  const facts = [
    [t('call.waitedFor'), duration(call.waited)],
    [t('call.talkedFor'), call.talked > 0 ? duration(call.talked) : ''],
    [t('call.employee'), whoTalked(call)],
    [t('call.score'), call.score ? t('call.scoreOf', { score: call.score }) : ''],
    [t('call.callback'), call.callback_asked_at ? moments.time(call.callback_asked_at) : ''],
    [t('call.listeners'), (call.listeners ?? []).map((one) => one.name).join(', ')],
    [t('call.limit'), call.limit ? limitWords(call.limit) : ''],
    [
      t('closing.title'),
      call.closed
        ? [
            t(`closing.reason.${call.closed.reason}`),
            call.closed.by,
            moments.full(call.closed.at),
          ].join(', ')
        : '',
    ],
    [t('call.via'), call.via ? prettyNumber(call.via) : ''],
    [t('call.line'), call.line_name ?? ''],
    [t('call.dialled'), call.direction === 'internal' ? '' : prettyNumber(call.number)],
    [
      t('call.reason'),
      call.end_reason && call.result !== 'answered' ? endReason(call.end_reason) : '',
    ],
  ].filter(([, value]) => value);

  function limitWords(limit: string): string {
    return t(`call.limits.${limit}` as 'call.limits.day', { defaultValue: limit });
  }

  function endReason(reason: string): string {
    const key = `call.endReason.${reason}` as 'call.endReason.no_line';
    const words = t(key, { defaultValue: '' });
    return words || reason;
  }

  return (
    <div className={classes['page']}>
      <section className={`v-card ${classes['head']}`}>
        <div className={classes['line']}>
          <span className={classes['state']} data-tone={toneOfRow(call)}>
            {resultWords(call, t)}
          </span>
          <span className="v-mute">
            {t(`direction.${call.direction}`)} · {moments.full(call.started_at)}
          </span>
        </div>
        <div className={classes['who']}>
          <div>
            <h1>
              {call.client.id !== null ? (
                <Link to={`/clients/${call.client.id}`}>{name}</Link>
              ) : (
                name
              )}
            </h1>
            {number && name !== number && <span className={classes['num']}>{number}</span>}
          </div>
          {call.direction !== 'internal' && !isGone && (
            <div>
              <CallButton number={call.client.number} name={name} />
              <SmsButton number={call.client.number} name={name} />
              <BlacklistButton call={call} />
              <CloseButton call={call} />
            </div>
          )}
        </div>
        <div className={classes['chips']}>
          <Chips
            lists={call.client.lists}
            tags={call.client.tags}
            callTags={call.tags}
            source={call.source}
          />
        </div>
        {card.client === null && number && call.direction !== 'internal' && (
          <NameForm number={call.client.number} client={null} />
        )}
        <dl className={classes['facts']}>
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {call.direction !== 'internal' && card.client !== undefined && number && (
          <NoteForm
            key={card.client?.id ?? call.client.number}
            client={card.client}
            number={call.client.number}
          />
        )}
      </section>

      <Messages messages={call.messages ?? []} />
      {call.recordings.length > 0 ? (
        <section className="v-card" aria-labelledby="record-title">
          <div className="v-head">
            <h2 id="record-title">{t('player.title')}</h2>
            <small>{t('player.sides')}</small>
          </div>
          <Suspense fallback={<div style={{ height: 160 }} />}>
            {call.recordings.map((recording, index) => (
              <Player
                key={recording.id}
                recording={recording}
                left={name}
                right={whoTalked(call) || t('player.employee')}
                withKeys={index === 0}
                marks={marksOf(call, recording)}
              />
            ))}
          </Suspense>
        </section>
      ) : (
        call.state === 'ended' &&
        (call.messages?.length ?? 0) === 0 &&
        (call.removed?.length ?? 0) === 0 && (
          <p className={classes['quiet']}>
            <Icon name="tape" size={15} />{' '}
            {t(call.has_recording ? 'player.pending' : 'player.none')}
          </p>
        )
      )}
      {call.removed?.map((one) => (
        <p key={`${one.kind} ${one.at}`} className={classes['quiet']}>
          <Icon name="tape" size={15} /> {one.text} {moments.full(one.at)}
        </p>
      ))}
      <Suspense>
        <CallKeeping call={call} />
      </Suspense>
      <Legs call={call} />
      <Trace call={call} />
      <div>
        <Button variant="subtle" onClick={back} leftSection={<Icon name="back" size={15} />}>
          {t('call.back')}
        </Button>
      </div>
    </div>
  );
}
