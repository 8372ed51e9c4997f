import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLive } from '@/app/context';
import { CallButton } from '@/features/command/CallButton';
import { useMinute } from '@/ui/clock';
import { Icon } from '@/ui/Icon';
import { nameOf } from '@/ui/party';
import { useMoments } from '@/ui/place';
import { duration } from '@/ui/time';
import { WindowList } from '@/ui/WindowList';
import { CloseButton } from './CloseButton';
import classes from './Todo.module.css';
import type { Unreached } from './unreached';

/** Beyond this age a promise is red, before it amber. */
const LATE_MINUTES = 30;

export function TodoList({ items, isShort }: { items: Unreached[]; isShort: boolean }) {
  const { t } = useTranslation();
  if (!isShort) {
    return (
      <WindowList
        items={items}
        keyOf={(item) => item.last.client.number || item.last.id}
        estimate={53}
        label={t('todo.title')}
        render={(item) => <TodoRow item={item} />}
      />
    );
  }
  return (
    <ul className={classes['list']}>
      {items.map((item) => (
        <li key={item.last.client.number || item.last.id}>
          <TodoRow item={item} />
        </li>
      ))}
    </ul>
  );
}

function TodoRow({ item }: { item: Unreached }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const { last, times, longestWait, mail, asked: wantsCall } = item;
  const name = nameOf(last.client, t);
  const departments = useLive((state) => state.board?.departments);
  const asked = last.departments
    .map((number) => departments?.find((one) => one.number === number)?.name ?? number)
    .join(', ');
  const talking = useLive((state) =>
    state.board?.calls.find(
      (call) => call.client.number !== '' && call.client.number === last.client.number,
    ),
  );
  const late = minute - Date.parse(last.started_at) > LATE_MINUTES * 60_000;
  return (
    <div className={classes['row']} data-late={late} data-quiet={talking !== undefined}>
      <i aria-hidden="true" />
      <span className={classes['age']} title={moments.full(last.started_at)}>
        {moments.ago(last.started_at, minute)}
      </span>
      <div className={classes['who']}>
        <Link to={`/calls/${last.id}`}>{name}</Link>
        <small>
          {last.client.name && <span className="v-num">{last.client.pretty} · </span>}
          {t('todo.called', { count: times })}, {t('todo.waited', { time: duration(longestWait) })}
          {wantsCall && <b className={classes['asked']}> · {t('todo.asked')}</b>}
          {mail && (
            <>
              {' · '}
              <Link to={`/calls/${mail.id}`} className={classes['mail']}>
                <Icon name="mail" size={13} /> {t('todo.mail')}
              </Link>
            </>
          )}
        </small>
      </div>
      <small className={classes['where']}>{asked || last.line_name}</small>
      {talking ? (
        <small className={classes['self']}>
          {t(
            talking.parked
              ? 'todo.parkedNow'
              : talking.state === 'ringing'
                ? 'todo.ringingNow'
                : 'todo.talkingNow',
          )}
        </small>
      ) : (
        <span className={classes['do']}>
          <CallButton number={last.client.number} name={last.client.name} />
          <CloseButton call={last} compact />
        </span>
      )}
    </div>
  );
}
