import { Button } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Fault, InboundScheme } from '@/api/proof';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { type Faults, type Kind, keyOf, nodeOf } from './faults';
import { LifeWords } from './LifeWords';
import { mendOf, type SchemeChange } from './mends';
import { PlayerBar } from './PlayerBar';
import classes from './Proof.module.css';
import { NOTHING_PLAYED, type Played, type ProofPanelProps } from './ProofPanel';
import { storyOf } from './story';
import type { Check } from './useCheck';
import { usePlayer } from './usePlayer';

type Props = ProofPanelProps & {
  kind: Kind;
  check: Check;
  faults: Faults;
  onPlay: (played: Played) => void;
};

/** What is wrong with the scheme, worst first; what the verifier lived can be played. */
export function Faulty({
  office,
  scheme,
  kind,
  selected,
  check,
  faults,
  onPlay,
  onFocusNode,
  onChange,
}: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string | null>(null);
  const [isAll, setAll] = useState(false);
  // A node that is picked on the canvas brings its first fault forward.
  const picked = selected === null ? undefined : faults.nodes[selected]?.[0];
  const pickedKey = picked && keyOf(picked);
  useEffect(() => {
    if (pickedKey) setOpen(pickedKey);
  }, [pickedKey]);
  const of = (office[kind] ?? []).find((one) => one.id === scheme);
  const shut = () => {
    setOpen(null);
    onPlay(NOTHING_PLAYED);
  };
  if (!check.data) {
    if (check.error) return <Failure error={check.error} retry={check.retry} />;
    return (
      <p className={classes['wait']} role="status">
        {t('proof.checking')}
      </p>
    );
  }
  const [errors, warnings] = split(faults.here);
  return (
    <div className={classes['faults']} data-late={check.isLate || undefined}>
      {check.error !== null && (
        <p role="alert" className={classes['failed']}>
          {t('proof.notChecked')}{' '}
          <button type="button" className={classes['link']} onClick={check.retry}>
            {t('action.retry')}
          </button>
        </p>
      )}
      {faults.here.length === 0 && (
        <Empty title={t('proof.clean')}>
          <p>{t(kind === 'inbound' ? 'proof.cleanText' : 'proof.cleanOut')}</p>
        </Empty>
      )}
      {[
        { title: t('proof.errors'), list: errors },
        { title: t('proof.warnings'), list: warnings },
      ].map(
        ({ title, list }) =>
          list.length > 0 && (
            <section key={title} aria-label={title}>
              <h3 className={classes['group']}>{title}</h3>
              <ul className={classes['list']}>
                {list.map((fault) => {
                  const key = keyOf(fault);
                  return (
                    <li key={key} data-severity={fault.severity}>
                      <FaultHead
                        fault={fault}
                        isOpen={open === key}
                        onToggle={() => {
                          if (open === key) return shut();
                          onPlay(NOTHING_PLAYED);
                          setOpen(key);
                          const node = nodeOf(fault);
                          if (node !== null) onFocusNode(node);
                        }}
                      />
                      {open === key && (
                        <FaultBody
                          fault={fault}
                          scheme={kind === 'inbound' && of ? (of as InboundScheme) : null}
                          office={office}
                          onPlay={onPlay}
                          onChange={onChange}
                        />
                      )}
                    </li>
                  );
                })}
              </ul>
            </section>
          ),
      )}
      {faults.elsewhere.length > 0 && (
        <section className={classes['elsewhere']}>
          <button
            type="button"
            className={classes['link']}
            aria-expanded={isAll}
            onClick={() => setAll(!isAll)}
          >
            {t('proof.elsewhere', { count: faults.elsewhere.length })}
          </button>
          {isAll && (
            <ul className={classes['plain']}>
              {faults.elsewhere.map((fault) => (
                <li key={keyOf(fault)} data-severity={fault.severity}>
                  {fault.text}
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
      <p className={classes['foot']} role="status">
        {check.isLate
          ? t('proof.checking')
          : t('proof.checked', { seconds: (check.took / 1000).toFixed(1) })}
      </p>
    </div>
  );
}

type HeadProps = { fault: Fault; isOpen: boolean; onToggle: () => void };

function FaultHead({ fault, isOpen, onToggle }: HeadProps) {
  return (
    <button type="button" className={classes['fault']} aria-expanded={isOpen} onClick={onToggle}>
      <i aria-hidden="true" />
      <span>{fault.text}</span>
    </button>
  );
}

type BodyProps = {
  fault: Fault;
  scheme: InboundScheme | null;
  office: ProofPanelProps['office'];
  onPlay: (played: Played) => void;
  onChange: ((change: SchemeChange) => void) | undefined;
};

/** Why it matters, the life of a caller in which it happens, and what mends it. */
function FaultBody({ fault, scheme, office, onPlay, onChange }: BodyProps) {
  const { t, i18n } = useTranslation();
  const why = `proof.why.${fault.code}`;
  const mend = scheme && onChange ? mendOf(fault, scheme, office) : null;
  return (
    <div className={classes['body']}>
      {i18n.exists(why) && <p>{t(why as 'proof.why.node.loop')}</p>}
      {fault.tale && fault.example && (
        <>
          <LifeWords life={fault.example.life} office={office} />
          <Example tale={fault.tale} onPlay={onPlay} />
        </>
      )}
      {mend && onChange && (
        <Button size="xs" onClick={() => onChange({ scheme: mend.scheme, fresh: mend.fresh })}>
          {t(
            `proof.mend.${mend.word}` as 'proof.mend.wireVoicemail',
            mend.facts as { node: string },
          )}
        </Button>
      )}
    </div>
  );
}

function Example({
  tale,
  onPlay,
}: {
  tale: NonNullable<Fault['tale']>;
  onPlay: (played: Played) => void;
}) {
  // Each check brings the same tale anew: what is playing goes on.
  const told = JSON.stringify(tale);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the tale
  const story = useMemo(() => storyOf(tale), [told]);
  const player = usePlayer(story, true);
  const step = story.beats[player.beat]?.step ?? -1;
  useEffect(() => {
    onPlay({ path: story.path, at: step });
  }, [story, step, onPlay]);
  return <PlayerBar story={story} player={player} />;
}

function split(faults: readonly Fault[]): [Fault[], Fault[]] {
  return [
    faults.filter((one) => one.severity === 'error'),
    faults.filter((one) => one.severity !== 'error'),
  ];
}
