import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCalls, useLive, useMe } from '@/app/context';
import { Top } from '@/app/Top';
import { TodoCard } from '@/features/todo/TodoCard';
import { partOf } from '@/live/board';
import { shownOf } from '@/live/focus';
import { useTitle } from '@/ui/title';
import classes from './Desk.module.css';
import { FocusPane } from './FocusPane';
import { useFocus } from './focus';
import { Lines } from './Lines';
import { NowList } from './NowList';
import { Parking } from './Parking';
import { People } from './People';

const TransferDialog = lazy(async () => ({
  default: (await import('./TransferDialog')).TransferDialog,
}));

export function DeskPage() {
  const { t } = useTranslation();
  useTitle(t('nav.desk'));
  const calls = useCalls();
  const { extension } = useMe();
  const { focus, pick, dismiss } = useFocus();
  const shown = shownOf(focus, calls);
  const own = focus.own;
  const canTransfer = own !== null && partOf(own, extension) === 'talking';
  const [transfer, setTransfer] = useState<{ linkedId: string; to: string } | null>(null);
  const openTransfer = (to = '') => {
    if (own) setTransfer({ linkedId: own.linked_id, to });
  };
  const hasLines = useLive((state) => (state.board?.lines.length ?? 0) > 0);

  return (
    <>
      <Top />
      <h1 className="v-hidden">{t('nav.desk')}</h1>
      <div className={classes['cols']}>
        <div className={classes['now']}>
          <NowList shown={shown.kind === 'live' ? shown.call.linked_id : null} onPick={pick} />
          <Parking />
        </div>
        <div className={classes['focus']} data-quiet={shown.kind === 'none'}>
          <FocusPane shown={shown} onDismiss={dismiss} onTransfer={() => openTransfer()} />
        </div>
        <div className={classes['people']}>
          <People transfer={canTransfer ? openTransfer : null} />
        </div>
      </div>
      {hasLines && (
        <section className={`v-card ${classes['mobileLines']}`} aria-labelledby="lines-title">
          <div className="v-head">
            <h2 id="lines-title">{t('lines.title')}</h2>
          </div>
          <div className={classes['tiles']}>
            <Lines />
          </div>
        </section>
      )}
      <TodoCard limit={6} />
      {transfer && (
        <Suspense>
          <TransferDialog
            linkedId={transfer.linkedId}
            to={transfer.to}
            isOn={calls.some((call) => call.linked_id === transfer.linkedId)}
            onClose={() => setTransfer(null)}
          />
        </Suspense>
      )}
    </>
  );
}
