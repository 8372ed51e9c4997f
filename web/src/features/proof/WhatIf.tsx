import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { InboundScheme } from '@/api/proof';
import type { Office, Tale } from '@/api/types';
import { now } from '@/ui/clock';
import { Failure } from '@/ui/Failure';
import { usePlace } from '@/ui/place';
import { duration } from '@/ui/time';
import {
  type Case,
  caseAt,
  decoded,
  encoded,
  isWhole,
  lifeOf,
  linesInto,
  officeFor,
} from './cases';
import { LifeForm } from './LifeForm';
import { PlayerBar } from './PlayerBar';
import classes from './Proof.module.css';
import type { Played } from './ProofPanel';
import { storyOf } from './story';
import { usePlayer } from './usePlayer';
import { useTale } from './useTale';

/** A case lives as long as the page: tabs come and go. */
export function useCase(office: Office, scheme: string | null) {
  const { zone } = usePlace();
  const [params] = useSearchParams();
  return useState<Case>(() => {
    const usual = caseAt(office, scheme, now(), zone);
    return decoded(params.get('life'), usual) ?? usual;
  });
}

type Props = {
  /** The draft; null: only the office in force is asked. */
  draft: Office | null;
  office: Office;
  scheme: InboundScheme | null;
  asked: Case;
  onAsk: (asked: Case) => void;
  onPlay?: (played: Played) => void;
};

/** What happens if: somebody's call through the draft, beside what it would be now. */
export function WhatIf({ draft, office, scheme, asked, onAsk, onPlay }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <LifeForm asked={asked} onAsk={onAsk} office={office} scheme={scheme} />
      <div className={classes['result']}>
        <Lived {...{ draft, office, scheme, asked, onPlay }} />
        <Button
          variant="default"
          size="xs"
          onClick={() => {
            const url = new URL(location.href);
            url.searchParams.set('life', encoded(asked));
            void navigator.clipboard.writeText(url.href).then(
              () => notifications.show({ message: t('proof.case.linkCopied') }),
              () => history.replaceState(history.state, '', url),
            );
          }}
        >
          {t('proof.case.link')}
        </Button>
        {draft && <Link to="/schemes/replay">{t('proof.replay.link')}</Link>}
      </div>
    </>
  );
}

type LivedProps = Omit<Props, 'onAsk' | 'onPlay'> & { onPlay: Props['onPlay'] | undefined };

/** The tale of the case, and whether it would be another one now. */
export function Lived({ draft, office, scheme, asked, onPlay }: LivedProps) {
  const { t } = useTranslation();
  const { zone } = usePlace();
  const id = scheme?.id ?? null;
  const through = useMemo(() => (draft ? officeFor(draft, asked, id) : null), [draft, asked, id]);
  const life = isWhole(asked) ? lifeOf(asked, office, zone) : null;
  const tale = useTale(life, through);
  const inForce = useTale(draft ? life : null, null);
  const [isNow, setNow] = useState(false);
  const shown = isNow && inForce.data ? inForce.data : tale.data;
  const isLate = tale.isPlaceholderData || tale.isFetching;
  if (!life) return <p className={classes['wait']}>{t('proof.case.half')}</p>;
  if (tale.isError) return <Failure error={tale.error} retry={() => void tale.refetch()} />;
  if (!shown || !tale.data) {
    return (
      <p className={classes['wait']} role="status">
        {t('proof.case.living')}
      </p>
    );
  }
  const lent = draft !== null && id !== null && linesInto(draft, id).length === 0;
  return (
    <section aria-label={t('proof.case.tale')} data-late={isLate || undefined}>
      <p className={classes['end']} data-end={shown.end} role="status">
        <b>{t(`check.end.${shown.end}` as 'check.end.talk', { defaultValue: shown.end })}</b>
        <small>{t('check.waited', { time: duration(shown.waited) })}</small>
      </p>
      {lent && <p className={classes['hint']}>{t('proof.case.lent')}</p>}
      {draft && inForce.data && (
        <Compared then={tale.data} now={inForce.data} isNow={isNow} onNow={setNow} />
      )}
      <PlayedTale tale={shown} onPlay={onPlay} />
    </section>
  );
}

type ComparedProps = { then: Tale; now: Tale; isNow: boolean; onNow: (isNow: boolean) => void };

function Compared({ then, now, isNow, onNow }: ComparedProps) {
  const { t } = useTranslation();
  if (isSame(then, now)) return <p className={classes['hint']}>{t('proof.case.same')}</p>;
  const end = t(`check.end.${now.end}` as 'check.end.talk', { defaultValue: now.end });
  return (
    <div className={classes['compare']}>
      <p>{t('proof.case.differs', { end, time: duration(now.waited) })}</p>
      <button type="button" className={classes['link']} onClick={() => onNow(!isNow)}>
        {t(isNow ? 'proof.case.showDraft' : 'proof.case.showNow')}
      </button>
    </div>
  );
}

/** The same end by the same way. */
function isSame(one: Tale, other: Tale): boolean {
  const way = (tale: Tale) => tale.path.map(({ scheme, node, out }) => [scheme, node, out]);
  return (
    one.end === other.end &&
    one.answered_by === other.answered_by &&
    Math.abs(one.waited - other.waited) < 1 &&
    JSON.stringify(way(one)) === JSON.stringify(way(other))
  );
}

function PlayedTale({ tale, onPlay }: { tale: Tale; onPlay: Props['onPlay'] | undefined }) {
  const story = useMemo(() => storyOf(tale), [tale]);
  const player = usePlayer(story, onPlay !== undefined);
  const step = story.beats[player.beat]?.step ?? -1;
  useEffect(() => {
    onPlay?.({ path: story.path, at: step });
  }, [story, step, onPlay]);
  return <PlayerBar story={story} player={player} />;
}
