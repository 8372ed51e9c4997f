import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Conference, Department, Presence } from '@/api/types';
import { useLive, useMe, usePeople } from '@/app/context';
import { useClickToCall } from '@/features/command/run';
import { Dot } from '@/ui/Dot';
import { Empty } from '@/ui/Empty';
import { Icon } from '@/ui/Icon';
import { Timer } from '@/ui/Timer';
import { awayOf, awayWords, useAwayClock } from './away';
import classes from './People.module.css';

const NO_DEPARTMENTS: Department[] = [];

type Props = {
  /** Passes my talk on to an extension; null when I have no talk to pass on. */
  transfer: ((extension: string) => void) | null;
};

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

/** Everybody by department: who is free, who talks and how long, whose phone is off. */
export function People({ transfer }: Props) {
  const { t } = useTranslation();
  const people = usePeople();
  const departments = useLive((state) => state.board?.departments ?? NO_DEPARTMENTS);
  const isKnown = useLive((state) => state.board !== null);
  const free = people.filter((person) => person.state === 'free').length;
  const shown = groups(people, departments, departments.length > 0 ? t('people.rest') : '');
  return (
    <section className="v-card" aria-labelledby="people-title">
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
      {shown.map((group) => (
        <div key={group.number || 'rest'} className={classes['group']}>
          {group.name && (
            <h3>
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
      <Conferences />
    </section>
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
              <span className={classes['name']}>
                {room.name}
                <small className={classes['away']}>{room.people.map(named).join(', ')}</small>
              </span>
              <small>{room.number}</small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Person({ person, transfer }: { person: Presence } & Props) {
  const { t } = useTranslation();
  const me = useMe();
  const { call, refusal } = useClickToCall();
  const isMe = person.extension === me.extension;
  const state = t(`presence.${person.state}`);
  const away = awayOf(person, useAwayClock(person));
  const peer = person.with ? person.with.name || person.with.number : '';
  return (
    <li>
      <Menu position="bottom-end" width={250} radius={12} withinPortal>
        <Menu.Target>
          <button
            type="button"
            className={classes['person']}
            data-state={person.state}
            title={peer}
          >
            <Dot state={person.state} isAway={away !== null} />
            <span className={classes['name']}>
              {person.name}
              {isMe && <small> {t('people.you')}</small>}
              {away && <small className={classes['away']}>{awayWords(away, t)}</small>}
            </span>
            <small className={classes['state']}>
              {person.state === 'offline' ? (
                t('presence.offline')
              ) : (
                <>
                  <span className="v-hidden">{state}, </span>
                  {person.extension}
                  {person.state === 'ringing' && ` · ${t('now.rings')}`}
                  {person.state === 'talking' && (
                    <>
                      {' · '}
                      <Timer since={person.since} />
                    </>
                  )}
                </>
              )}
            </small>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {person.extension} · {state}
            {peer && ` · ${peer}`}
            {away && ` · ${awayWords(away, t)}`}
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
}
