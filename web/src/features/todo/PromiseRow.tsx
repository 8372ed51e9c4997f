import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Promised } from '@/api/promises';
import { useLive, useMe } from '@/app/context';
import { useMinute } from '@/ui/clock';
import { Icon } from '@/ui/Icon';
import { useMoments, usePlace } from '@/ui/place';
import { OpenActions, OverActions } from './Actions';
import { useLiveCall } from './calling';
import { urgency } from './list';
import classes from './Todo.module.css';
import { Voicemail } from './Voicemail';
import { dueWords, endWords, reasons, triedWords } from './words';

export function usePromiseName(): (it: Promised) => string {
  const { t } = useTranslation();
  return (it) => it.name || it.pretty || t('promise.hidden');
}

type Props = { it: Promised; isActive?: boolean; onCall?: (it: Promised) => void };

/** One client who is to be called: since when, by when, why, who does it. */
export function PromiseRow({ it, isActive, onCall }: Props) {
  const { t } = useTranslation();
  const moments = useMoments();
  const { zone } = usePlace();
  const minute = useMinute();
  const name = usePromiseName()(it);
  const live = useLiveCall(it);
  const isOpen = it.state === 'open';
  const state = isOpen ? urgency(it, minute) : 'over';
  const tried = isOpen ? triedWords(it, t, moments) : null;
  const due = dueWords(it, t, moments, minute, zone);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of a list that keys walk over
    <div
      role="group"
      aria-label={name}
      className={classes['row']}
      data-urgency={live ? 'talk' : state}
      data-promise={it.id}
      data-active={isActive}
      tabIndex={isOpen && onCall ? 0 : undefined}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.target !== event.currentTarget || !onCall) return;
        event.preventDefault();
        onCall(it);
      }}
    >
      <i aria-hidden="true" />
      <div className={classes['clock']}>
        {isOpen ? (
          <>
            <b title={moments.full(it.opened_at)}>
              {state === 'calm' ? due : moments.ago(it.opened_at, minute)}
            </b>
            {state !== 'calm' && (
              <small title={moments.full(it.due_at)}>
                {state === 'late' ? <span className="v-hidden">{t('promise.late')} </span> : null}
                {due}
              </small>
            )}
          </>
        ) : (
          <b>
            <Icon name="tick" size={15} /> {it.closed_at ? moments.time(it.closed_at) : ''}
          </b>
        )}
      </div>
      <div className={classes['who']}>
        <Name it={it} name={name} />
        <small>
          {it.name && it.pretty && <span className="v-num">{it.pretty} · </span>}
          {reasons(it, t).join(' · ')}
          {tried && <span className={classes['tried']}> · {tried}</span>}
          {isOpen && it.sms && <> · {t(`promise.sms.${smsState(it.sms.state)}`)}</>}
        </small>
        {it.message_call !== null && (
          <Voicemail call={it.message_call} seconds={it.message} name={name} />
        )}
      </div>
      <small className={classes['where']}>
        <Owner it={it} />
      </small>
      <div className={classes['do']}>
        {!isOpen ? (
          <OverActions it={it} name={name}>
            {endWords(it, t, moments)}
          </OverActions>
        ) : (
          <>
            <Now it={it} live={live} />
            <OpenActions it={it} name={name} isBusy={live !== undefined || it.calling !== null} />
          </>
        )}
      </div>
    </div>
  );
}

function smsState(state: string): 'sent' | 'failed' | 'queued' {
  if (state === 'failed') return 'failed';
  return state === 'queued' ? 'queued' : 'sent';
}

function Name({ it, name }: { it: Promised; name: string }) {
  const to = it.client_id !== null ? `/clients/${it.client_id}` : `/calls/${it.last_call}`;
  if (it.client_id === null && it.last_call === null) return <b>{name}</b>;
  return <Link to={to}>{name}</Link>;
}

/** Departments, and who is to call. */
function Owner({ it }: { it: Promised }) {
  const { t } = useTranslation();
  const me = useMe();
  const departments = useLive((state) => state.board?.departments);
  const where = it.departments
    .map((number) => departments?.find((one) => one.number === number)?.name ?? number)
    .join(', ');
  const isMine = it.owner?.extension === me.extension && it.owner !== null;
  const who = it.owner ? (isMine ? t('promise.you') : it.owner.name) : t('promise.nobody');
  return (
    <>
      {(where || it.line_name) && <span>{where || it.line_name}</span>}
      <span data-mine={isMine} className={classes['owner']}>
        {who}
      </span>
    </>
  );
}

/** What goes on with him this moment. */
function Now({ it, live }: { it: Promised; live: ReturnType<typeof useLiveCall> }) {
  const { t } = useTranslation();
  const me = useMe();
  if (live) {
    const talker = live.employees[0];
    const isMe = talker !== undefined && talker.extension === me.extension;
    const key = live.parked
      ? 'parkedNow'
      : live.state !== 'ringing'
        ? isMe
          ? 'youTalkNow'
          : 'talkingNow'
        : live.direction === 'in'
          ? 'ringingNow'
          : 'dialledNow';
    return (
      <small className={classes['now']} role="status">
        {t(`promise.${key}`, { who: talker?.name ?? '' })}
      </small>
    );
  }
  if (it.calling) {
    const isMe = it.calling.extension === me.extension;
    return (
      <small className={classes['now']} role="status">
        {isMe ? t('promise.youCallNow') : t('promise.callingNow', { who: it.calling.name })}
      </small>
    );
  }
  return null;
}
