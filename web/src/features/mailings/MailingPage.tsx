import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { type Letter, lettersQuery, mailingKeys, mailingQuery, steerMailing } from '@/api/mailings';
import { Top } from '@/app/Top';
import { Failure } from '@/ui/Failure';
import { useMoments } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import { useTitle } from '@/ui/title';
import { Window } from '@/ui/Window';
import { WindowList } from '@/ui/WindowList';
import { Figures } from './Figures';
import classes from './Mailings.module.css';

/** One text for many: how far it is, and what became of each person's message. */
export function MailingPage() {
  const { t } = useTranslation();
  const id = useParams()['id'] ?? '';
  const moments = useMoments();
  const problem = useProblem();
  const memory = useQueryClient();
  const query = useQuery(mailingQuery(id));
  const people = useInfiniteQuery(lettersQuery(id));
  const letters = people.data?.pages.flatMap((page) => page.items) ?? [];
  const [stopping, setStopping] = useState(false);
  const steer = useMutation({
    mutationFn: (state: 'running' | 'paused' | 'stopped') => steerMailing(id, state),
    onSettled: () => {
      setStopping(false);
      void memory.invalidateQueries({ queryKey: mailingKeys.mailings });
    },
  });
  const row = query.data;
  useTitle(row?.name ?? t('mailings.title'));
  if (query.isError && !row) {
    return (
      <>
        <Top />
        <section className="v-card">
          <Failure error={query.error} retry={() => void query.refetch()} />
        </section>
      </>
    );
  }
  const isOn = row?.state === 'running' || row?.state === 'paused';
  return (
    <>
      <Top />
      <Link to="/mailings" className={classes['back']}>
        ← {t('mailings.back')}
      </Link>
      <div className={classes['head']}>
        <h1>{row?.name ?? '…'}</h1>
        {row && isOn && (
          <>
            <Button
              variant="default"
              loading={steer.isPending}
              onClick={() => steer.mutate(row.state === 'paused' ? 'running' : 'paused')}
            >
              {t(row.state === 'paused' ? 'mailings.goOn' : 'mailings.pause')}
            </Button>
            <Button variant="default" color="red" onClick={() => setStopping(true)}>
              {t('mailings.stop')}
            </Button>
          </>
        )}
      </div>
      {row && (
        <section className={`v-card ${classes['about']}`}>
          <p className={classes['name']}>
            <span className={classes['state']} data-state={row.state}>
              {t(`mailings.state.${row.state}`)}
            </span>
            <small className={classes['quiet']}>
              {t('mailings.of', { author: row.author, when: moments.dayTime(row.at, Date.now()) })}
            </small>
          </p>
          <p className={classes['said']}>{row.text}</p>
          <Figures row={row} />
          {steer.isError && (
            <p role="alert" className={classes['bad']}>
              {problem(steer.error)}
            </p>
          )}
        </section>
      )}
      <section className="v-card" aria-labelledby="letters-title">
        <div className="v-head">
          <h2 id="letters-title">{t('mailings.letters')}</h2>
        </div>
        <WindowList
          items={letters}
          keyOf={(one) => one.number}
          estimate={52}
          label={t('mailings.letters')}
          render={(one) => <LetterRow letter={one} />}
          onEnd={people.hasNextPage ? () => void people.fetchNextPage() : undefined}
        />
      </section>
      {stopping && (
        <Window title={t('mailings.stopTitle')} onClose={() => setStopping(false)}>
          <p>{t('mailings.stopText')}</p>
          <div className={classes['end']}>
            <Button variant="default" onClick={() => setStopping(false)}>
              {t('action.cancel')}
            </Button>
            <Button color="red" loading={steer.isPending} onClick={() => steer.mutate('stopped')}>
              {t('mailings.stop')}
            </Button>
          </div>
        </Window>
      )}
    </>
  );
}

function LetterRow({ letter }: { letter: Letter }) {
  const { t, i18n } = useTranslation();
  const moments = useMoments();
  const key = `mailings.letter.${letter.state}`;
  return (
    <div className={classes['letter']}>
      <span>
        <Link to={letter.client_id ? `/clients/${letter.client_id}` : `/sms/${letter.number}`}>
          {letter.name || letter.pretty}
        </Link>
        {letter.name && <small className={`v-num ${classes['quiet']}`}> {letter.pretty}</small>}
      </span>
      <small className={classes['quiet']}>{letter.why_text}</small>
      <small data-state={letter.state} className={classes['became']}>
        {i18n.exists(key) ? t(key as 'mailings.letter.sent') : letter.state}
        {letter.at && ` · ${moments.dayTime(letter.at, Date.now())}`}
      </small>
    </div>
  );
}
