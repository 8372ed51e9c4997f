import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PersonRow } from '@/api/people';
import { useMinute } from '@/ui/clock';
import { prettyNumber } from '@/ui/phone';
import { useMoments } from '@/ui/place';
import classes from './People.module.css';
import { useRoleName } from './roles';

type Props = { person: PersonRow; isOnline(account: string, known: boolean): boolean };

/** One of the list; a click opens his page, of an account alone there is none. */
export function PersonLine({ person, isOnline }: Props) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const gone = person.left_at ? moments.dayTime(person.left_at, minute) : null;
  const cells = (
    <>
      <span className={classes['who']}>
        <span className={classes['number']}>{person.extension ?? '—'}</span>
        <span>
          <b>{person.name}</b>
          {gone && <small>{t('staff.row.left', { when: gone })}</small>}
          {person.person === null && <small>{t('staff.row.noPerson')}</small>}
        </span>
      </span>
      <span>{!gone && <Phones person={person} isOnline={isOnline} />}</span>
      <span>{person.departments.map((one) => one.name).join(', ')}</span>
      <span>
        <Account person={person} />
      </span>
      <span>
        {person.person !== null && !gone && (person.outbound_name ?? t('staff.row.noOutbound'))}
      </span>
    </>
  );
  return person.person === null ? (
    <div className={classes['row']}>{cells}</div>
  ) : (
    <Link
      to={`/people/${person.person}`}
      className={classes['row']}
      data-person={person.person}
      data-left={gone !== null}
    >
      {cells}
    </Link>
  );
}

function Phones({ person, isOnline }: Props) {
  const { t } = useTranslation();
  if (person.works_from === 'mobile') {
    return (
      <>
        <span className={classes['mark']}>{t('staff.row.mobile')}</span>
        <small className="v-num">{person.mobile && prettyNumber(person.mobile)}</small>
      </>
    );
  }
  if (person.phones.length === 0) {
    return person.person === null ? null : (
      <span className={classes['mark']} data-tone="warn">
        {t('staff.row.noPhone')}
      </span>
    );
  }
  return (
    <>
      {person.works_from === 'softphone' && (
        <span className={classes['mark']}>{t('staff.row.softphone')}</span>
      )}
      {person.phones.map((phone) => {
        const online = isOnline(phone.account, phone.online);
        return (
          <span key={phone.account} className={classes['phone']}>
            <span>{phone.name}</span>
            <span className={classes[online ? 'on' : 'off']}>
              {t(online ? 'staff.row.online' : 'staff.row.offline')}
            </span>
          </span>
        );
      })}
    </>
  );
}

function Account({ person }: { person: PersonRow }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const roleName = useRoleName();
  const account = person.account;
  if (!account) return <small>{t('staff.row.noLogin')}</small>;
  const state = () => {
    if (!account.active) return t('staff.row.locked');
    if (!account.has_password) {
      return t(account.invite === 'expired' ? 'staff.row.inviteOver' : 'staff.row.invited');
    }
    if (!account.last_seen) return t('staff.row.neverSeen');
    return t('staff.row.lastSeen', { when: moments.dayTime(account.last_seen, minute) });
  };
  return (
    <>
      {account.login} · {roleName(account.own_role ?? account.role)}
      <small>{state()}</small>
      {account.active && account.sight !== 'all' && (
        <small data-sight={account.sight}>
          {account.sight === 'departments' && account.sight_departments.length > 0
            ? t('staff.row.seesNamed', { numbers: account.sight_departments.join(', ') })
            : t(`staff.row.sees.${account.sight}`)}
        </small>
      )}
    </>
  );
}
