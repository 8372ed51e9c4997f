import { Menu } from '@mantine/core';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Board, Conference, Department, Presence } from '@/api/types';
import { useLive, useMe, usePeople } from '@/app/context';
import { useClickToCall } from '@/features/command/run';
import { Dot } from '@/ui/Dot';
import { Empty } from '@/ui/Empty';
import { Icon } from '@/ui/Icon';
import { prettyNumber } from '@/ui/phone';
import { Timer } from '@/ui/Timer';
import { awayOf, awayWords, useAwayClock } from './away';
import classes from './People.module.css';

const NO_DEPARTMENTS: Department[] = [];

/** Passes my talk on to a number; null when I have no talk to pass on. */
type Transfer = ((number: string) => void) | null;

type Group = { number: string; name: string; people: Presence[] };

function groups(people: Presence[], departments: Department[], rest: string): Group[] {
  const made = departments.map((department) => ({
    number: department.number,
    name: department.name,
    people: people.filter((person) => person.departments.includes(department.number)),
  }));
  const free = people.filter((person) => person.departments.length === 0);
  if (free.length > 0) made.push({ number: '', name: rest, people: free });
  return made.filter((group) => group.people.length > 0);
}

/** Everybody by department: who is free, who talks to whom and how long, who is away. */
export function People({ transfer, children }: { transfer: Transfer; children?: ReactNode }) {
  const { t } = useTranslation();
  const people = usePeople();
  const departments = useLive((state) => state.board?.departments ?? NO_DEPARTMENTS);
  const isKnown = useLive((state) => state.board !== null);
  const free = people.filter((person) => person.state === 'free' && !person.away).length;
  const shown = groups(people, departments, departments.length > 0 ? t('people.rest') : '');
  return (
    <section className={`v-card ${classes['card']}`} aria-labelledby="people-title">
      <div className="v-head">
        <h2 id="people-title">{t('people.title')}</h2>
        <small>
          {people.length > 0 && t('people.free', { count: free, total: people.length })}
        </small>
      </div>
      {isKnown && people.length === 0 && (
        <Empty title={t('people.empty')}>
          <p>{t('people.emptyText')}</p>
        </Empty>
      )}
      <div className={classes['scroll']}>
        {shown.map((group) => (
          <div key={group.number || 'rest'} className={classes['group']}>
            {group.name && (
              <h3
                {...(group.number
                  ? { 'data-drop': 'person', 'data-number': group.number, 'data-name': group.name }
                  : {})}
              >
                {group.number && `${group.number} · `}
                {group.name}
              </h3>
            )}
            <ul>
              {group.people.map((person) => (
                <Person key={person.person} person={person} transfer={transfer} />
              ))}
            </ul>
          </div>
        ))}
        <FollowMe transfer={transfer} />
        <Conferences />
      </div>
      {children}
    </section>
  );
}

const NO_FOLLOW_ME: NonNullable<Board['follow_me']> = [];

/** Numbers that look for their owner on all his phones. */
function FollowMe({ transfer }: { transfer: Transfer }) {
  const { t } = useTranslation();
  const people = usePeople();
  const numbers = useLive((state) => state.board?.follow_me ?? NO_FOLLOW_ME);
  const { call, refusal } = useClickToCall();
  if (numbers.length === 0) return null;
  return (
    <div className={classes['group']}>
      <h3>{t('people.followMe')}</h3>
      <ul>
        {numbers.map((one) => (
          <li key={one.number}>
            <button
              type="button"
              className={classes['person']}
              data-drop="person"
              data-number={one.number}
              data-name={one.name}
              disabled={!transfer && refusal !== null}
              title={t(transfer ? 'people.transfer' : 'action.call')}
              onClick={() => (transfer ? transfer(one.number) : call(one.number, one.name))}
            >
              <Dot
                state={people.find((who) => who.extension === one.extension)?.state ?? 'offline'}
              />
              <span className={classes['name']}>{one.name}</span>
              <small className={classes['state']}>
                {one.number} ·{' '}
                {one.steps
                  .map((step) => step.map((to) => (to === 'mobile' ? t('people.mobile') : to)))
                  .map((step) => [...new Set(step)].join('+'))
                  .join(' → ')}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const NO_ROOMS: Conference[] = [];

/** Conference rooms with somebody in them. */
function Conferences() {
  const { t } = useTranslation();
  const people = usePeople();
  const { call, refusal } = useClickToCall();
  const rooms = useLive((state) => state.board?.conferences ?? NO_ROOMS);
  const full = rooms.filter((room) => room.people.length > 0);
  if (full.length === 0) return null;
  const named = (extension: string) =>
    people.find((one) => one.extension === extension)?.name ?? extension;
  return (
    <div className={classes['group']}>
      <h3>{t('conference.title')}</h3>
      <ul>
        {full.map((room) => (
          <li key={room.number}>
            <button
              type="button"
              className={classes['person']}
              title={refusal ?? t('conference.enter')}
              onClick={() => call(room.number, room.name)}
            >
              <Dot state="talking" />
              <span className={classes['name']}>{room.name}</span>
              <small className={classes['state']}>
                {room.number} · {room.people.map(named).join(', ')}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What he is doing, beside his name. */
function Doing({ person }: { person: Presence }) {
  const { t } = useTranslation();
  const away = awayOf(person, useAwayClock(person));
  const peer = person.with ? person.with.name || prettyNumber(person.with.number) : '';
  const state = t(`presence.${person.state}`);
  if (person.state === 'talking')
    return (
      <small className={classes['state']}>
        <span className="v-hidden">{state}, </span>
        <span className={classes['peer']}>{peer || person.extension}</span>
        <Timer since={person.since} />
      </small>
    );
  const words =
    person.state === 'ringing'
      ? t('now.rings')
      : away
        ? awayWords(away, t)
        : person.state === 'offline'
          ? state
          : null;
  return (
    <small className={classes['state']} data-away={away !== null && person.state !== 'ringing'}>
      {words === null && <span className="v-hidden">{state}, </span>}
      <span className={classes['peer']}>{words ?? person.extension}</span>
    </small>
  );
}

const Person = memo(function Person(props: { person: Presence; transfer: Transfer }) {
  const { person, transfer } = props;
  const { t } = useTranslation();
  const me = useMe();
  const { call, refusal } = useClickToCall();
  const isMe = person.extension === me.extension;
  const away = awayOf(person, useAwayClock(person));
  const peer = person.with ? person.with.name || prettyNumber(person.with.number) : '';
  const facts = [
    person.extension,
    t(`presence.${person.state}`),
    peer,
    away ? awayWords(away, t) : '',
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <li>
      <Menu position="bottom-end" width={250} radius={12} withinPortal>
        <Menu.Target>
          <button
            type="button"
            className={classes['person']}
            data-state={person.state}
            data-drop="person"
            data-number={person.extension}
            data-name={person.name}
            title={`${person.name} · ${facts}`}
          >
            <Dot state={person.state} isAway={away !== null} />
            <span className={classes['name']}>
              {person.name}
              {isMe && <small> {t('people.you')}</small>}
            </span>
            <Doing person={person} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {person.name} · {facts}
          </Menu.Label>
          {!isMe && (
            <Menu.Item
              leftSection={<Icon name="phone" size={16} />}
              disabled={refusal !== null}
              onClick={() => call(person.extension, person.name)}
            >
              {refusal ?? t('action.call')}
            </Menu.Item>
          )}
          {!isMe && transfer && (
            <Menu.Item
              leftSection={<Icon name="internal" size={16} />}
              onClick={() => transfer(person.extension)}
            >
              {t('people.transfer')}
            </Menu.Item>
          )}
          <Menu.Item
            component={Link}
            to={`/calls?person=${person.extension}`}
            leftSection={<Icon name="calls" size={16} />}
          >
            {t('people.calls')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
});
