import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Department } from '@/api/types';
import { useCalls, useLive, useMe, usePeople } from '@/app/context';
import { byUrgency } from '@/live/board';
import { Empty } from '@/ui/Empty';
import { Icon } from '@/ui/Icon';
import { Timer } from '@/ui/Timer';
import classes from './NowList.module.css';
import { QueueLine } from './parts';
import { sinceOf, titleOf, toneOf, withWhom } from './words';

const NO_DEPARTMENTS: Department[] = [];

/** Live calls, ringing first. */
export function NowList({ shown, onPick }: { shown: string | null; onPick(id: string): void }) {
  const { t } = useTranslation();
  const live = useCalls();
  const calls = byUrgency(live);
  const people = usePeople();
  const departments = useLive((state) => state.board?.departments ?? NO_DEPARTMENTS);
  const isKnown = useLive((state) => state.board !== null);
  const { extension } = useMe();
  const around = { people, departments, extension, t, calls: live };
  const ringing = calls.filter((call) => call.state === 'ringing').length;
  const talking = calls.length - ringing;
  return (
    <section className={`v-card ${classes['card']}`} aria-labelledby="now-title">
      <div className="v-head">
        <h2 id="now-title">{t('now.title')}</h2>
        <small>
          {[
            talking > 0 ? t('now.talks', { count: talking }) : '',
            ringing > 0 ? t('now.ringing', { count: ringing }) : '',
          ]
            .filter(Boolean)
            .join(', ')}
        </small>
      </div>
      {isKnown && calls.length === 0 && (
        <Empty title={t('now.empty')}>
          <p>{t('now.emptyText')}</p>
        </Empty>
      )}
      <ul className={classes['list']}>
        {calls.map((call) => {
          const tone = toneOf(call);
          return (
            <li key={call.linked_id}>
              <button
                type="button"
                className={classes['call']}
                data-tone={tone}
                data-call={call.linked_id}
                aria-pressed={call.linked_id === shown}
                onClick={() => onPick(call.linked_id)}
              >
                <span className={classes['what']}>
                  <b>
                    {call.direction !== 'internal' && (
                      <>
                        <Icon name={call.direction} size={13} />
                        <span className="v-hidden">{t(`direction.${call.direction}`)} </span>
                      </>
                    )}
                    {titleOf(call, around)}
                    {call.client.lists?.includes('vip') && (
                      <span className={classes['vip']}>{t('lists.vip')}</span>
                    )}
                  </b>
                  <small>{withWhom(call, around)}</small>
                </span>
                <span className={classes['time']}>
                  {tone === 'ring' && `${t('now.rings')} `}
                  <Timer since={sinceOf(call)} />
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      <Suspense>
        <QueueLine />
      </Suspense>
    </section>
  );
}
