import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCalls, useLive, useMe } from '@/app/context';
import { Top } from '@/app/Top';
import { useCommand } from '@/features/command/run';
import { DeskTodo } from '@/features/todo/DeskTodo';
import { partOf } from '@/live/board';
import { shownOf } from '@/live/focus';
import { prettyNumber } from '@/ui/phone';
import { useTitle } from '@/ui/title';
import classes from './Desk.module.css';
import { FocusPane } from './FocusPane';
import { useFocus } from './focus';
import { Lines } from './Lines';
import { NowList } from './NowList';
import { Parking } from './Parking';
import { People } from './People';
import { Dragging, NumberField, Supervise } from './parts';
import { TransferDialog } from './TransferDialog';

type Transfer = { linkedId: string; to: string; extension?: string };

export function DeskPage() {
  const { t } = useTranslation();
  useTitle(t('nav.desk'));
  const calls = useCalls();
  const { extension, listens } = useMe();
  const { focus, pick, dismiss } = useFocus();
  const shown = shownOf(focus, calls);
  const own = focus.own;
  const canTransfer = own !== null && partOf(own, extension) === 'talking';
  const [transfer, setTransfer] = useState<Transfer | null>(null);
  const openTransfer = (to = '') => {
    if (own) setTransfer({ linkedId: own.linked_id, to });
  };
  const run = useCommand();
  const send = (to: string) => {
    if (!own || !extension) return;
    const who = prettyNumber(to);
    void run(
      { kind: 'blind_transfer', linked_id: own.linked_id, extension, to },
      { doing: t('transfer.doing', { who }), done: t('transfer.done', { who }) },
    );
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
          {listens.length > 0 && (
            <Suspense>
              <Supervise />
            </Suspense>
          )}
        </div>
        <div className={classes['focus']} data-quiet={shown.kind === 'none'}>
          <FocusPane shown={shown} onDismiss={dismiss} onTransfer={() => openTransfer()} />
        </div>
        <div className={classes['people']}>
          <People transfer={canTransfer ? openTransfer : null}>
            <Suspense fallback={<div className={classes['number']} />}>
              <NumberField isOn={canTransfer} onSend={send} />
            </Suspense>
          </People>
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
      <DeskTodo />
      <Suspense>
        <Dragging
          onAsk={(call, holder, to) =>
            setTransfer({ linkedId: call.linked_id, to, extension: holder })
          }
        />
      </Suspense>
      {transfer && (
        <TransferDialog
          {...transfer}
          isOn={calls.some((call) => call.linked_id === transfer.linkedId)}
          onClose={() => setTransfer(null)}
        />
      )}
    </>
  );
}
