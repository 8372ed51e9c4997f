import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { stateQuery } from '@/api/publish';
import { useLive } from '@/app/context';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import classes from './Publish.module.css';
import { stepsOf } from './steps';

/** What runs now; after a publication, how far it has come. */
export function Running({ just }: { just: number | null }) {
  const { t } = useTranslation();
  const state = useQuery(stateQuery);
  const engine = useLive((live) => live.board?.engine.state);
  if (state.isError && !state.data) {
    return (
      <section className="v-card" aria-label={t('publish.now.title')}>
        <Failure error={state.error} retry={() => void state.refetch()} />
      </section>
    );
  }
  const told = state.data;
  const steps = told ? stepsOf(told.state) : [];
  const isAway = told?.state === 'waiting' && engine !== 'started';
  return (
    <section className="v-card" aria-label={t('publish.now.title')}>
      <header className="v-head">
        <h2>{t('publish.now.title')}</h2>
      </header>
      <div className={classes['body']} aria-live="polite">
        {!told && <p className="v-mute">{t('publish.now.loading')}</p>}
        {told && told.published === 0 && <p>{t('publish.now.nothing')}</p>}
        {told && told.published > 0 && (
          <>
            <p className={classes['running']} data-state={told.state}>
              {t(`publish.now.${told.running === null ? firstOf(told.state) : told.state}`, {
                version: told.published,
                running: told.running,
              })}
            </p>
            {(told.state !== 'running' || just === told.published) && (
              <ol className={classes['steps']}>
                {steps.map(({ word, is }) => (
                  <li key={word} data-is={is}>
                    <Icon
                      name={is === 'done' ? 'tick' : is === 'bad' ? 'close' : 'clock'}
                      size={16}
                    />
                    {t(`publish.step.${word}`)}
                    <span className="v-hidden">{t(`publish.stepIs.${is}`)}</span>
                  </li>
                ))}
              </ol>
            )}
            {told.problems.map((text) => (
              <p key={text} className={classes['bad']}>
                {text}
              </p>
            ))}
            {isAway && (
              <p className="v-mute">
                {t(told.running === null ? 'publish.now.firstAway' : 'publish.now.away')}
              </p>
            )}
            {told.state === 'running' && just === told.published && (
              <p className="v-mute">{t('publish.now.watched')}</p>
            )}
          </>
        )}
      </div>
    </section>
  );
}

/** The words for a station that has run nothing yet: there is no version to fall back on. */
function firstOf(state: string) {
  return state === 'refused' || state === 'reverted' ? 'firstRefused' : 'firstWaiting';
}
