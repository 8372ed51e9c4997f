import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Dialled, type OutboundScheme, tryToDial } from '@/api/parts';
import { Panel } from '@/features/gsm/Panel';
import styles from '@/features/office/Office.module.css';
import { useProblem } from '@/ui/problem';
import classes from './Outgoing.module.css';

type Props = { scheme: OutboundScheme; onRule(at: number | null): void };

/** What a call to a number would do by the scheme as it is typed; nobody is called. */
export function WhatIf({ scheme, onRule }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [to, setTo] = useState('');
  const run = useMutation({
    mutationFn: () => tryToDial(to.trim(), { ...scheme, name: scheme.name.trim() || '—' }),
    onSuccess: (told) => onRule(told.route === null ? null : told.route - 1),
  });
  return (
    <Panel title={t('office.dial.title')}>
      <form
        className={styles['text']}
        onSubmit={(event) => {
          event.preventDefault();
          if (to.trim()) run.mutate();
        }}
      >
        <div className={styles['add']}>
          <TextInput
            type="tel"
            label={t('office.dial.number')}
            placeholder="8 029 666-66-66"
            maxLength={40}
            value={to}
            onChange={(event) => {
              setTo(event.currentTarget.value);
              if (run.data || run.isError) {
                run.reset();
                onRule(null);
              }
            }}
          />
          <Button type="submit" loading={run.isPending} disabled={!to.trim()}>
            {t('office.dial.go')}
          </Button>
        </div>
        <div aria-live="polite">
          {run.isError && (
            <p role="alert" className={styles['bad']}>
              {problem(run.error)}
            </p>
          )}
          {run.data ? (
            <Told told={run.data} />
          ) : (
            !run.isError && <p className="v-mute">{t('office.dial.lead')}</p>
          )}
        </div>
      </form>
    </Panel>
  );
}

function Told({ told }: { told: Dialled }) {
  const { t } = useTranslation();
  const about = told.operator
    ? `${t(`office.kind.${told.kind}`)}, ${told.operator}`
    : t(`office.kind.${told.kind}`);
  return (
    <dl className={classes['told']}>
      <dt>{t('office.dial.is')}</dt>
      <dd>
        {told.pretty}
        <br />
        <small className="v-mute">{about}</small>
      </dd>
      <dt>{t('office.dial.rule')}</dt>
      <dd>
        {told.route !== null
          ? t('office.out.rule', { number: told.route })
          : told.kind === 'emergency'
            ? t('office.dial.noRuleNeeded')
            : told.kind === 'internal'
              ? t('office.dial.inside')
              : t('office.dial.noRule')}
      </dd>
      {told.lines.length > 0 && (
        <>
          <dt>{t('office.dial.lines')}</dt>
          <dd>
            <ol className={classes['lines']}>
              {told.lines.map((line) => (
                <li key={line.id} data-taken={line.id === told.line}>
                  {line.name}
                  {line.why && (
                    <small className="v-mute"> {t(`office.held.${line.why as 'busy'}`)}</small>
                  )}
                </li>
              ))}
            </ol>
          </dd>
        </>
      )}
      {told.kind !== 'internal' && (
        <>
          <dt>{t('office.dial.now')}</dt>
          <dd className={told.ok ? classes['ok'] : styles['bad']}>
            {told.ok ? t('office.dial.goes', { line: told.line_name }) : told.text}
          </dd>
        </>
      )}
    </dl>
  );
}
