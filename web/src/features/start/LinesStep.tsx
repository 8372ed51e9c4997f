import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { revealGateway } from '@/api/gsm';
import { gatewaysQuery, setupQuery } from '@/api/gsm-queries';
import { linesQuery, officeQuery } from '@/api/queries';
import { type CompanyDocument, startCompany } from '@/api/start';
import type { LineState } from '@/api/types';
import { useLive } from '@/app/context';
import { GatewayForm } from '@/features/gateways/GatewayForm';
import { SetupSteps } from '@/features/gateways/SetupSteps';
import { usePublish } from '@/features/gsm/publish';
import { LineForm } from '@/features/lines/LineForm';
import { Standing } from '@/features/lines/Standing';
import { Failure } from '@/ui/Failure';
import { prettyNumber } from '@/ui/phone';
import { useProblem } from '@/ui/problem';
import classes from './Start.module.css';
import type { StepProps } from './StartPage';

const NONE: LineState[] = [];

/** What joins the office to the city; each line tells by itself that it came through. */
export function LinesStep({ start, run, onNext }: StepProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const query = useQuery(linesQuery);
  const office = useQuery(officeQuery).data;
  const gateways = useQuery(gatewaysQuery);
  const live = useLive((state) => state.board?.lines ?? NONE);
  const [open, setOpen] = useState<'gateway' | 'trunk' | 'fxo' | null>(null);
  const [setup, setSetup] = useState<string | null>(null);
  const begin = usePublish((company: CompanyDocument) => startCompany(company));
  const lines = query.data ?? [];
  const own = gateways.data ?? [];
  const shown = setup ?? own[0]?.id ?? null;
  const guide = useQuery({ ...setupQuery(shown ?? ''), enabled: shown !== null });
  /** A line belongs to an office: an empty one gets its first version before. */
  const choose = (what: 'gateway' | 'trunk' | 'fxo') => {
    if (start.version > 0 || !office) return setOpen(what);
    begin.mutate(office.company, {
      onSuccess: () => void run.refresh().then(() => setOpen(what)),
    });
  };
  const saved = () => {
    setOpen(null);
    void run.refresh();
  };
  return (
    <div className={classes['form']}>
      <div className={classes['choices']}>
        {(['gateway', 'trunk', 'fxo'] as const).map((what) => (
          <button key={what} type="button" onClick={() => choose(what)}>
            <b>{t(`start.lines.${what}`)}</b>
            <small>{t(`start.lines.${what}Hint`)}</small>
          </button>
        ))}
      </div>
      {begin.error && (
        <p role="alert" className={classes['bad']}>
          {problem(begin.error)}
        </p>
      )}
      {query.isError && !query.data && (
        <Failure error={query.error} retry={() => void query.refetch()} />
      )}
      {lines.length > 0 && (
        <ul className={classes['lines']} aria-label={t('line.title')}>
          {lines.map((line) => (
            <li key={line.id} data-line={line.id}>
              <span>
                <Link to={`/lines/${line.id}`}>{line.name}</Link>
                <small>
                  {[line.operator, ...line.numbers.map(prettyNumber)].filter(Boolean).join(' · ')}
                </small>
              </span>
              <Standing live={live.find((one) => one.id === line.id)} />
            </li>
          ))}
        </ul>
      )}
      {own.length > 1 && (
        <p className={classes['acts']}>
          {own.map((gateway) => (
            <Button
              key={gateway.id}
              variant={gateway.id === shown ? 'light' : 'default'}
              size="xs"
              onClick={() => setSetup(gateway.id)}
            >
              {gateway.name}
            </Button>
          ))}
        </p>
      )}
      {shown && guide.data && (
        <details className={classes['paste']} open={!live.some((line) => line.online)}>
          <summary>{t('start.lines.setup')}</summary>
          <SetupSteps setup={guide.data} reveal={() => revealGateway(shown)} />
        </details>
      )}
      <Button className={classes['main'] ?? ''} onClick={onNext}>
        {t(lines.length > 0 ? 'start.next' : 'start.lines.later')}
      </Button>
      {open === 'gateway' && (
        <GatewayForm
          gateway={null}
          known={own}
          onClose={() => setOpen(null)}
          onSaved={(id) => {
            setSetup(id);
            saved();
          }}
        />
      )}
      {(open === 'trunk' || open === 'fxo') && (
        <LineForm kind={open} line={null} onClose={() => setOpen(null)} onSaved={saved} />
      )}
    </div>
  );
}
