import { useEffect, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Office } from '@/api/types';
import type { PathStep, Stage } from '@/features/scheme/stage';
import { Faulty } from './Faulty';
import { faultsOf, type Kind } from './faults';
import { type Edited, InWords } from './InWords';
import type { SchemeChange } from './mends';
import classes from './Proof.module.css';
import { TabRow } from './TabRow';
import { useCheck } from './useCheck';
import { useCase, WhatIf } from './WhatIf';

/** What a tab plays on the canvas. */
export type Played = { path: readonly PathStep[]; at: number };
export const NOTHING_PLAYED: Played = { path: [], at: -1 };

export type ProofPanelProps = {
  /** The draft as it is drawn now: another object for another state. */
  office: Office;
  /** Id of the scheme that is shown. */
  scheme: string;
  kind?: Kind;
  /** Id of the node that is picked on the canvas. */
  selected: string | null;
  /** What the canvas shall show: faults by node and the way that is played. */
  onStage: (stage: Stage) => void;
  /** Bring a node into view. */
  onFocusNode: (node: string) => void;
  /** Put a changed scheme in the place of this one, as one step of undo; without: read only. */
  onChange?: (change: SchemeChange) => void;
};

type Tab = 'faults' | 'life' | 'words';

/** At the right of the canvas: what is wrong, what happens if, and the scheme in words. */
export function ProofPanel(props: ProofPanelProps) {
  const { office, scheme, kind = 'inbound', onStage } = props;
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const [tab, setTab] = useState<Tab>(() => (params.has('life') ? 'life' : 'faults'));
  const [asked, setAsked] = useCase(office, kind === 'inbound' ? scheme : null);
  const [edited, setEdited] = useState<Edited>(null);
  const inbound =
    kind === 'inbound' ? ((office.inbound ?? []).find((one) => one.id === scheme) ?? null) : null;
  const [played, setPlayed] = useState<Played>(NOTHING_PLAYED);
  const check = useCheck(office);
  // Places are indexes of the draft that was asked about, which may be an older one.
  const faults = useMemo(
    () => faultsOf(check.data?.problems ?? [], check.of ?? office, scheme, kind),
    [check.data, check.of, office, scheme, kind],
  );
  useEffect(() => {
    onStage({ problems: faults.nodes, path: played.path, at: played.at });
  }, [faults, played, onStage]);
  const errors = faults.here.filter((one) => one.severity === 'error').length;
  const id = useId();
  const mark = faults.here.length > 0 && (
    <span className={classes['count']} data-severity={errors > 0 ? 'error' : 'warning'}>
      {faults.here.length}
    </span>
  );
  const tabs = [
    { tab: 'faults' as const, words: t('proof.tab.faults'), mark },
    ...(kind === 'inbound' ? [{ tab: 'life' as const, words: t('proof.tab.life') }] : []),
    { tab: 'words' as const, words: t('proof.tab.words') },
  ];
  return (
    <aside className={classes['panel']} aria-label={t('proof.panel')}>
      <TabRow
        label={t('proof.panel')}
        id={id}
        tabs={tabs}
        chosen={tab}
        onChoose={(chosen) => {
          setPlayed(NOTHING_PLAYED);
          setTab(chosen);
        }}
      />
      <div
        className={classes['tab']}
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${tab}`}
      >
        {tab === 'faults' && (
          <Faulty {...props} kind={kind} check={check} faults={faults} onPlay={setPlayed} />
        )}
        {tab === 'life' && (
          <WhatIf
            draft={office}
            office={office}
            scheme={inbound}
            asked={asked}
            onAsk={setAsked}
            onPlay={setPlayed}
          />
        )}
        {tab === 'words' && (
          <InWords
            office={office}
            scheme={scheme}
            kind={kind}
            edited={edited}
            onEdit={setEdited}
            onChange={props.onChange}
          />
        )}
      </div>
    </aside>
  );
}
