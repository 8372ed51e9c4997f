import { useTranslation } from 'react-i18next';
import { Link, NavLink, useLocation } from 'react-router';
import { type CabinetTab, cabinetTabs } from '@/features/cabinet/places';
import { awayOf, awayWords } from '@/features/desk/away';
import { GSM_PLACES } from '@/features/gsm/places';
import { useUnread } from '@/features/sms/unread';
import { useWaiting } from '@/features/todo/badge';
import { useMinute } from '@/ui/clock';
import { Dot } from '@/ui/Dot';
import { Icon, type IconName } from '@/ui/Icon';
import { useMe, usePeople } from './context';
import { MeMenu } from './MeMenu';
import classes from './Shell.module.css';

const PLACES = [
  { to: '/', icon: 'desk', word: 'desk' },
  { to: '/todo', icon: 'todo', word: 'todo' },
  { to: '/calls', icon: 'calls', word: 'calls' },
  { to: '/clients', icon: 'clients', word: 'clients' },
  { to: '/sms', icon: 'sms', word: 'sms' },
  { to: '/reports', icon: 'chart', word: 'reports' },
  { to: '/devices', icon: 'devices', word: 'devices' },
  { to: '/check', icon: 'check', word: 'check' },
] as const satisfies { to: string; icon: IconName; word: string }[];

/** Left out of the bar of a phone: there is room for five. */
const WIDE: ReadonlySet<string> = new Set(['/check', '/devices', '/reports']);

export function Nav() {
  const { t } = useTranslation();
  const me = useMe();
  const presence = usePeople().find((person) => person.extension === me.extension);
  const away = awayOf(presence, useMinute());
  const waiting = useWaiting();
  const unread = useUnread();
  const cabinet = cabinetTabs(me.role, false);
  return (
    <nav className={classes['nav']} aria-label={t('shell.nav')}>
      <NavLink to="/" className={classes['logo'] ?? ''} aria-label="Vochi">
        vo<span>chi</span>
      </NavLink>
      <ul className={classes['links']}>
        {PLACES.filter(({ to }) => to !== '/check' || me.role !== 'employee').map(
          ({ to, icon, word }) => (
            <li key={to} data-wide={WIDE.has(to)}>
              <NavLink to={to} end={to === '/'} className={classes['link'] ?? ''}>
                <Icon name={icon} />
                <span className={classes['word']}>{t(`nav.${word}`)}</span>
                <span className={classes['short']} aria-hidden="true">
                  {t(`nav.short.${word}`)}
                </span>
                {word === 'todo' && waiting > 0 && (
                  <span className={classes['badge']}>
                    {waiting}
                    <span className="v-hidden"> {t('todo.waitingHidden')}</span>
                  </span>
                )}
                {word === 'sms' && unread > 0 && (
                  <span className={classes['badge']} data-calm="true">
                    {unread}
                    <span className="v-hidden"> {t('sms.unread')}</span>
                  </span>
                )}
              </NavLink>
            </li>
          ),
        )}
        {me.role !== 'employee' && <GsmLink />}
        {cabinet[0] && <CabinetLink tabs={cabinet} />}
      </ul>
      <div className={classes['space']} />
      <MeMenu>
        <button type="button" className={classes['me']}>
          <b>{me.name}</b>
          <small>
            {presence ? (
              <>
                <Dot state={presence.state} isAway={away !== null} />
                {away ? awayWords(away, t) : t(`presence.${presence.state}`)} ·{' '}
                {t('shell.extension', { extension: me.extension })}
              </>
            ) : (
              t('shell.noExtension')
            )}
          </small>
        </button>
      </MeMenu>
    </nav>
  );
}

/** SIM cards, gateways, costs: one place in the menu, its pages have a row of their own. */
function GsmLink() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const isHere = GSM_PLACES.some((place) => pathname.startsWith(place));
  return (
    <li data-wide="true">
      <Link
        to="/sims"
        className={classes['link'] ?? ''}
        {...(isHere ? { 'aria-current': 'page' as const } : {})}
      >
        <Icon name="tower" />
        <span className={classes['word']}>{t('nav.gsm')}</span>
      </Link>
    </li>
  );
}

/** People, schemes, publishing: one place in the menu, its pages have a row of their own. */
function CabinetLink({ tabs }: { tabs: CabinetTab[] }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const isHere = tabs.some(({ to }) => pathname.startsWith(to));
  return (
    <li data-wide="true">
      <Link
        to={tabs[0]?.to ?? '/'}
        className={classes['link'] ?? ''}
        {...(isHere ? { 'aria-current': 'page' as const } : {})}
      >
        <Icon name="office" />
        <span className={classes['word']}>{t('nav.cabinet')}</span>
      </Link>
    </li>
  );
}
