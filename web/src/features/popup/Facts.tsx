import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { resultWords } from '@/features/call/words';
import { Chips } from '@/features/client/Chips';
import { NameForm } from '@/features/client/NameForm';
import { smsPath } from '@/features/sms/SmsButton';
import { useMinute } from '@/ui/clock';
import { harmless } from '@/ui/harmless';
import { Icon, type IconName } from '@/ui/Icon';
import { prettyNumber } from '@/ui/phone';
import { useMoments } from '@/ui/place';
import { duration } from '@/ui/time';
import classes from './Glance.module.css';
import { type GlanceAt, glanceQuery } from './queries';

export type FactsProps = {
  number: string;
  /** Only what is known, for whoever shows name, tags and form himself. */
  compact?: boolean;
};

/** What whoever answers must know, a line each; nothing moves when it comes. */
export function Facts({ number, compact }: FactsProps) {
  const { t } = useTranslation();
  const query = useQuery(glanceQuery(number));
  const at = query.data;
  if (!at) {
    return (
      <div className={classes['facts']} aria-busy={query.isPending} data-waits={query.isPending}>
        {query.isError && <p className={classes['quiet']}>{t('glance.failed')}</p>}
      </div>
    );
  }
  const client = at.client;
  const title = client?.name || client?.company_name;
  return (
    <div className={classes['glance']} data-testid="glance">
      {!compact && (
        <>
          {client && title ? (
            <Link className={classes['name']} to={`/clients/${client.id}`}>
              {title}
            </Link>
          ) : (
            <>
              <span className={classes['name']}>{prettyNumber(number)}</span>
              <NameForm key={number} number={number} client={client} />
            </>
          )}
          <Chips lists={at.lists} tags={client?.tags ?? []} />
        </>
      )}
      <Lines at={at} number={number} />
    </div>
  );
}

function Lines({ at, number }: { at: GlanceAt; number: string }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const talk = at.last_talk;
  const last = at.calls[0];
  const isNew = !at.client && !talk && !last && at.promises.length === 0;
  return (
    <ul className={classes['facts']}>
      {isNew && (
        <Line icon="star">
          <b>{t('glance.first')}</b>
        </Line>
      )}
      {at.promises.map((one) => (
        <Line key={one.id} icon="clock" tone={Date.parse(one.due_at) < minute ? 'miss' : 'warm'}>
          <Link to="/todo">
            <b>
              {t(Date.parse(one.due_at) < minute ? 'glance.late' : 'glance.promise', {
                when: moments.dayTime(one.due_at, minute),
              })}
            </b>
          </Link>{' '}
          {one.text && <span>{harmless(one.text)} </span>}
          <small>
            {one.calling
              ? t('glance.calling', { name: one.calling.name })
              : (one.owner?.name ?? '')}
          </small>
        </Line>
      ))}
      {talk && (
        <Line icon="phone">
          <Link to={`/calls/${talk.call}`}>
            <b>{talk.employee?.name ?? t('glance.somebody')}</b> {moments.dayTime(talk.at, minute)}
          </Link>{' '}
          <small>{t(`glance.talked.${talk.direction}`, { time: duration(talk.talked) })}</small>
        </Line>
      )}
      {last && last.id !== talk?.call && (
        <Line icon={last.direction} tone={last.result === 'missed' ? 'miss' : undefined}>
          <Link to={`/calls/${last.id}`}>
            {resultWords(last, t)} {moments.dayTime(last.started_at, minute)}
          </Link>
        </Line>
      )}
      {at.last_note && (
        <Line icon="note">
          <span className={classes['note']}>{harmless(at.last_note.text)}</span>{' '}
          <small>
            {at.last_note.author}, {moments.dayTime(at.last_note.at, minute)}
          </small>
        </Line>
      )}
      {at.unread_sms > 0 && (
        <Line icon="sms" tone="warm">
          <Link to={smsPath(number)}>{t('glance.unread', { count: at.unread_sms })}</Link>
        </Line>
      )}
    </ul>
  );
}

type LineProps = { icon: IconName; tone?: 'miss' | 'warm' | undefined; children: ReactNode };

function Line({ icon, tone, children }: LineProps) {
  return (
    <li data-tone={tone}>
      <Icon name={icon} size={16} />
      <span>{children}</span>
    </li>
  );
}
