import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { Office } from '@/api/types';
import { useMe } from '@/app/context';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { sees } from '@/features/cabinet/places';
import type { SchemeChange } from '@/features/proof/mends';
import { ProofPanel } from '@/features/proof/ProofPanel';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { prettyNumber } from '@/ui/phone';
import { draft, useDraft } from './draft';
import classes from './Out.module.css';
import { DraftBars, SaveState } from './SaveState';
import { EMPTY_STAGE, type Problem, type Stage, shortText } from './stage';

type Outbound = NonNullable<Office['outbound']>[number];
type Route = Outbound['routes'][number];

/** An outgoing scheme drawn: which numbers, by which rule, over which lines, in order; beside it
 * what is wrong with it, and its words, which change the draft. Rules are moved and compared in
 * its table (/outgoing). */
export function OutPage() {
  const { id = '' } = useParams();
  const { t } = useTranslation();
  const me = useMe();
  const state = useDraft();
  const scheme = state.office?.outbound?.find((one) => one.id === id);
  const title = scheme ? t('scheme.outgoingNamed', { name: scheme.name }) : t('scheme.outgoing');
  const acts = (
    <div className={classes['acts']}>
      <Link to="/schemes">{t('scheme.toList')}</Link>
      {state.office && <SaveState state={state} />}
      <Button
        variant={state.isChanged ? 'default' : 'filled'}
        component={Link}
        to={`/outgoing/${encodeURIComponent(id)}`}
      >
        {t('scheme.table')}
      </Button>
      {state.isChanged && (
        <Button component={Link} to="/publish">
          {t('scheme.publish')}
        </Button>
      )}
    </div>
  );
  return (
    <Cabinet title={title} acts={acts}>
      {state.failure !== null && !state.office ? (
        <section className="v-card">
          <Failure error={state.failure} retry={() => void draft.load()} />
        </section>
      ) : (
        sees(me.role, 'administrator') &&
        state.office && (
          <>
            <DraftBars state={state} />
            {scheme ? (
              <Proven office={state.office} scheme={scheme} />
            ) : (
              <section className="v-card">
                <Empty title={t('scheme.noSuch')} />
              </section>
            )}
          </>
        )
      )}
    </Cabinet>
  );
}

/** The drawing, and the proof of it at its right. */
function Proven({ office, scheme }: { office: Office; scheme: Outbound }) {
  const isSmall = useMediaQuery('(max-width: 900px)') ?? false;
  const [stage, setStage] = useState<Stage>(EMPTY_STAGE);
  return (
    <div className={classes['proven']}>
      <section className="v-card">
        <Drawn office={office} scheme={scheme} problems={stage.problems} />
      </section>
      <section className={`v-card ${classes['proof']}`}>
        <ProofPanel
          office={office}
          scheme={scheme.id}
          kind="outbound"
          selected={null}
          onStage={setStage}
          onFocusNode={focusRule}
          {...(isSmall ? {} : { onChange: put })}
        />
      </section>
    </div>
  );
}

/** Words or a mend put another scheme in the place of this one: one step of the draft. */
function put({ scheme }: SchemeChange) {
  if ('nodes' in scheme) return;
  draft.edit((all) => ({
    ...all,
    outbound: (all.outbound ?? []).map((one) => (one.id === scheme.id ? scheme : one)),
  }));
}

function focusRule(index: string) {
  document.getElementById(`rule-${index}`)?.focus();
}

type DrawnProps = { office: Office; scheme: Outbound; problems: Record<string, Problem[]> };

function Drawn({ office, scheme, problems }: DrawnProps) {
  const { t } = useTranslation();
  const lines = new Map((office.lines ?? []).map((line) => [line.id, line.name]));
  return (
    <ol className={classes['rules']} aria-label={scheme.name}>
      <li>
        <div className={classes['box']} data-kind="numbers">
          <b>{t('scheme.emergency')}</b>
        </div>
        <span className={classes['wire']} aria-hidden="true" />
        <div className={classes['box']} data-kind="lines">
          <span>{t('scheme.emergencyText')}</span>
        </div>
      </li>
      {scheme.routes.map((route, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place
        <li key={index} id={`rule-${index}`} tabIndex={-1}>
          <div className={classes['box']} data-kind="numbers">
            <small>{t('scheme.ruleOf', { count: index + 1 })}</small>
            {fits(route, t).map((one) => (
              <b key={one}>{one}</b>
            ))}
            {problems[index]?.map((one) => (
              <small key={one.code} data-severity={one.severity}>
                {shortText(one)}
              </small>
            ))}
          </div>
          <span className={classes['wire']} aria-hidden="true" />
          <div className={classes['box']} data-kind="rule">
            <b>{t(`scheme.order.${route.order ?? 'listed'}`)}</b>
            {terms(route, t).map((one) => (
              <span key={one}>{one}</span>
            ))}
          </div>
          <span className={classes['wire']} aria-hidden="true" />
          <ol className={classes['lines']} aria-label={t('scheme.overLines')}>
            {route.lines.length === 0 && <li data-bad>{t('scheme.noLine')}</li>}
            {route.lines.map((line) => (
              <li key={line} data-bad={!lines.has(line) || undefined}>
                {lines.get(line) ?? line}
              </li>
            ))}
          </ol>
        </li>
      ))}
      <li>
        <div className={classes['box']} data-kind="numbers">
          <b>{t('scheme.refused')}</b>
        </div>
        <span className={classes['wire']} aria-hidden="true" />
        <div className={classes['box']} data-kind="end">
          <span>{t('scheme.refusedText')}</span>
        </div>
      </li>
    </ol>
  );
}

function fits(route: Route, t: TFunction): string[] {
  const found: string[] = (route.classes ?? []).map((one) => t(`scheme.class.${one}`));
  const more: [string[] | undefined, 'operators' | 'countries' | 'begins'][] = [
    [route.operators, 'operators'],
    [route.countries?.map((code) => `+${code}`), 'countries'],
    [route.begins, 'begins'],
  ];
  for (const [names, word] of more) {
    if (names?.length) found.push(t(`scheme.${word}`, { names: names.join(', ') }));
  }
  return found;
}

function terms(route: Route, t: TFunction): string[] {
  const found: string[] = [];
  if (route.sticky) found.push(t('scheme.sticky'));
  if (route.pin) found.push(t('scheme.pin'));
  if (route.number_shown) {
    found.push(t('scheme.shows', { number: prettyNumber(route.number_shown) }));
  }
  if (route.minutes) found.push(t('scheme.perDay', { count: route.minutes }));
  if (route.call_minutes) found.push(t('scheme.perCall', { count: route.call_minutes }));
  return found;
}
