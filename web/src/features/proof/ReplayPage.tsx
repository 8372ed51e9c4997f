import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Replayed, replayCalls } from '@/api/proof';
import type { Office } from '@/api/types';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { useDraft } from '@/features/scheme/draft';
import { now } from '@/ui/clock';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { prettyNumber } from '@/ui/phone';
import { useMoments, usePlace } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import { lastDays, Span } from '@/ui/Span';
import { duration, midnight } from '@/ui/time';
import classes from './Replay.module.css';
import { meanWait, type Progress, replayAll } from './replay';

const DAY = 86_400_000;

/** Past calls through the draft: which of them would end otherwise. */
export function ReplayPage() {
  const { t } = useTranslation();
  const state = useDraft();
  return (
    <Cabinet title={t('proof.replay.title')}>
      {state.failure !== null && !state.office ? (
        <section className="v-card">
          <Failure error={state.failure} />
        </section>
      ) : (
        state.office && <Replay office={state.office} isChanged={state.isChanged} />
      )}
    </Cabinet>
  );
}

function Replay({ office, isChanged }: { office: Office; isChanged: boolean }) {
  const { t } = useTranslation();
  const { zone } = usePlace();
  const problem = useProblem();
  const [{ since, until }, setDays] = useState(() => lastDays(30, zone));
  const [so, setSo] = useState<Progress | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const abort = useRef<AbortController | null>(null);
  const span = { since: midnight(since, zone), until: midnight(until, zone) + DAY };
  const isGood = since !== '' && until !== '' && span.since < span.until;
  const run = async () => {
    const mine = new AbortController();
    abort.current = mine;
    setRunning(true);
    setError(null);
    try {
      await replayAll(
        span,
        (piece) =>
          replayCalls(
            office,
            new Date(piece.since).toISOString(),
            new Date(piece.until).toISOString(),
            mine.signal,
          ),
        setSo,
      );
    } catch (wrong) {
      if (!mine.signal.aborted) setError(wrong);
    } finally {
      setRunning(false);
    }
  };
  return (
    <>
      <section className={`v-card ${classes['ask']}`}>
        <p>{t(isChanged ? 'proof.replay.lead' : 'proof.replay.unchanged')}</p>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void run();
          }}
        >
          <Span any={false} value={{ since, until }} onChange={setDays} />
          {isRunning ? (
            <Button variant="default" onClick={() => abort.current?.abort()}>
              {t('proof.replay.stop')}
            </Button>
          ) : (
            <Button type="submit" disabled={!isGood}>
              {t('proof.replay.go')}
            </Button>
          )}
        </form>
        {so && isRunning && (
          <label className={classes['progress']}>
            <progress max={so.all} value={so.done} />
            <span>{t('proof.replay.progress', { percent: percent(so), count: so.replayed })}</span>
          </label>
        )}
        {error !== null && (
          <p role="alert" className={classes['failed']}>
            {problem(error)}
          </p>
        )}
      </section>
      {so && !(isRunning && so.replayed === 0) && (
        <Told so={so} office={office} isWhole={so.done >= so.all} />
      )}
    </>
  );
}

const percent = (so: Progress) => Math.round((so.done / Math.max(1, so.all)) * 100);

function Told({ so, office, isWhole }: { so: Progress; office: Office; isWhole: boolean }) {
  const { t } = useTranslation();
  const wait = (of: Progress['before']) => {
    const seconds = meanWait(of);
    return seconds === null ? '—' : duration(seconds);
  };
  if (so.replayed === 0) {
    return (
      <section className="v-card">
        <Empty title={t('proof.replay.none')}>
          <p>{t('proof.replay.noneText')}</p>
        </Empty>
      </section>
    );
  }
  return (
    <section className={`v-card ${classes['told']}`} aria-labelledby="replay-title">
      <div className="v-head">
        <h2 id="replay-title">
          {t('proof.replay.changed', { count: so.changed, all: so.replayed })}
        </h2>
        {!isWhole && <small>{t('proof.replay.part', { percent: percent(so) })}</small>}
      </div>
      <table>
        <thead>
          <tr>
            <th />
            <th scope="col">{t('proof.replay.now')}</th>
            <th scope="col">{t('proof.replay.draft')}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('proof.replay.answered')}</th>
            <td>{so.before.answered}</td>
            <td>{so.after.answered}</td>
          </tr>
          <tr>
            <th scope="row">{t('proof.replay.missed')}</th>
            <td>{so.before.missed}</td>
            <td>{so.after.missed}</td>
          </tr>
          <tr>
            <th scope="row">{t('proof.replay.wait')}</th>
            <td>{wait(so.before)}</td>
            <td>{wait(so.after)}</td>
          </tr>
        </tbody>
      </table>
      {so.skipped > 0 && (
        <p className={classes['hint']}>{t('proof.replay.skipped', { count: so.skipped })}</p>
      )}
      <ul>
        {so.calls.map((call) => (
          <Row key={`${call.linked_id} ${call.at}`} call={call} office={office} />
        ))}
      </ul>
      {so.changed > so.calls.length && (
        <p className={classes['hint']}>{t('proof.replay.more', { count: so.calls.length })}</p>
      )}
    </section>
  );
}

function Row({ call, office }: { call: Replayed; office: Office }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const words = ({ answered, by, waited, end }: Replayed['then']) => {
    const time = duration(waited);
    if (!answered) {
      const how = t(`check.end.${end}` as 'check.end.talk', { defaultValue: end });
      return t('proof.replay.ends', { how, time });
    }
    const person = office.people?.find((one) => one.extension === by);
    const who = person?.name ?? (by ? prettyNumber(by) : t('proof.replay.somebody'));
    return t('proof.replay.talks', { who, time });
  };
  return (
    <li data-better={Number(call.then.answered) - Number(call.again.answered)}>
      <Link to={`/calls/${call.call}`}>
        {moments.dayTime(call.at, now())} ·{' '}
        {call.client ? prettyNumber(call.client) : t('proof.life.hidden')}
      </Link>
      <span>
        {words(call.again)} → <b>{words(call.then)}</b>
      </span>
    </li>
  );
}
