import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { meQuery } from '@/api/queries';
import type { Me } from '@/api/types';
import { FocusContext, useFocusHandle } from '@/features/desk/focus';
import { AwayBar } from '@/features/desk/OwnState';
import { hasChosenLanguage, speak } from '@/i18n';
import { askBoardAhead, takeBoard } from '@/live/ahead';
import { LiveStore, useLiveOf } from '@/live/store';
import { Failure } from '@/ui/Failure';
import { ZoneContext } from '@/ui/place';
import { Alarms } from './Alarms';
import { LiveContext, MeContext } from './context';
import { LinkState } from './LinkState';
import { Nav } from './Nav';
import { patient } from './patient';
import classes from './Shell.module.css';
import { noteSignedIn, useSession } from './session';
import { spoken } from './spoken';
import { ToStart } from './ToStart';
import { useNews } from './useNews';

const Expired = lazy(() => patient(() => import('@/features/login/Expired')));

// A page that is older than the hub may not find it: the desk is worth more than the pop-up.
const PopUp = lazy(() =>
  patient(() => spoken('popup', import('@/features/popup/PopUp'))).catch(() => ({
    default: () => null,
  })),
);

/** Everything inside the door: asks who comes in, keeps the board alive around the screens. */
export function Shell() {
  const session = useSession();
  const location = useLocation();
  const me = useQuery({ ...meQuery, enabled: session !== 'out' });
  const language = me.data?.language;

  useEffect(() => {
    if (session !== 'out' && !language) askBoardAhead();
  }, [session, language]);

  useEffect(() => {
    if (language && !hasChosenLanguage()) void speak(language);
  }, [language]);
  useEffect(() => {
    if (me.data && session === 'unknown') noteSignedIn();
  }, [me.data, session]);

  if (session === 'out') {
    const next = location.pathname + location.search;
    return (
      <Navigate to={next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`} replace />
    );
  }
  // Whoever owes a second factor may do nothing else before he has one.
  if (me.data?.owes.includes('second_factor') && location.pathname !== '/account') {
    return <Navigate to="/account" replace />;
  }
  if (me.data) return <Inside me={me.data} expired={session === 'expired'} />;
  if (me.isError) {
    return (
      <main className={classes['alone']}>
        <div className="v-card">
          <Failure error={me.error} retry={() => void me.refetch()} />
        </div>
      </main>
    );
  }
  return null;
}

function Inside({ me, expired }: { me: Me; expired: boolean }) {
  const { t } = useTranslation();
  const [store] = useState(() => new LiveStore(takeBoard));
  useEffect(() => store.start(), [store]);
  useNews(store, me);
  // Whatever a screen reads is younger than the board, so no event that spoils it is missed.
  const isReady = useLiveOf(store, (state) => state.board !== null || state.link === 'down');
  if (!isReady) return null;

  return (
    <MeContext value={me}>
      <LiveContext value={store}>
        <ZoneContext value={me.company.time_zone}>
          <Focused>
            <a className="v-skip" href="#main">
              {t('shell.skip')}
            </a>
            <div className={classes['app']}>
              <Nav />
              <main id="main" tabIndex={-1} className={classes['main']}>
                <LinkState />
                <Alarms />
                <AwayBar />
                <ToStart />
                <Outlet />
              </main>
            </div>
            <Suspense>
              <PopUp />
            </Suspense>
            <ScrollRestoration />
            {expired && (
              <Suspense>
                <Expired
                  login={me.login}
                  onDone={() => {
                    noteSignedIn();
                    store.refresh();
                  }}
                />
              </Suspense>
            )}
          </Focused>
        </ZoneContext>
      </LiveContext>
    </MeContext>
  );
}

function Focused({ children }: { children: ReactNode }) {
  return <FocusContext value={useFocusHandle()}>{children}</FocusContext>;
}
