import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { finishStart, type Start, type Step, startKeys } from '@/api/start';
import { useMe } from '@/app/context';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { isAdministrator } from '@/features/gsm/places';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { CallStep } from './CallStep';
import { CompanyStep } from './CompanyStep';
import { LinesStep } from './LinesStep';
import { PeopleStep } from './PeopleStep';
import { PhonesStep } from './PhonesStep';
import { SchemeStep } from './SchemeStep';
import classes from './Start.module.css';
import { useStart } from './useStart';

const STEPS: Step[] = ['company', 'people', 'phones', 'lines', 'scheme', 'call'];
/** Steps that wait for something to happen look at the hub so often, milliseconds. */
const LOOK = 3000;

/** The first run: from nothing to the first answered call, left and taken up at any step. */
export function StartPage() {
  const { t } = useTranslation();
  const { role } = useMe();
  return <Cabinet title={t('start.title')}>{isAdministrator(role) && <Wizard />}</Cabinet>;
}

export type StepProps = {
  start: Start;
  run: ReturnType<typeof useStart>;
  /** Goes to the next step; this one is done. */
  onNext(): void;
};

const PAGES = {
  company: CompanyStep,
  people: PeopleStep,
  phones: PhonesStep,
  lines: LinesStep,
  scheme: SchemeStep,
  call: CallStep,
} as const;

function Wizard() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const asked = STEPS.find((one) => one === params.get('step'));
  const waits = asked !== 'company' && asked !== 'people';
  const run = useStart(asked ?? 'company', waits ? LOOK : false);
  const { start } = run;
  if (run.error && !start)
    return (
      <div className="v-card">
        <Failure error={run.error} retry={run.retry} />
      </div>
    );
  if (!start) return <p className={classes['wait']}>{t('start.waiting')}</p>;
  if (start.finished_at || (!start.needed && !asked))
    return <Ready start={start} onOpen={(step) => setParams({ step })} />;
  const step = asked ?? start.step;
  const index = STEPS.indexOf(step);
  const next = STEPS[index + 1];
  const open = (to: Step, skip?: Step) => {
    run.go(to, skip);
    setParams({ step: to });
  };
  const Page = PAGES[step];
  return (
    <div className={classes['page']}>
      <nav aria-label={t('start.steps')}>
        <ol className={classes['steps']}>
          {start.steps.map((one, place) => (
            <li key={one.id} data-state={one.state}>
              <button
                type="button"
                aria-current={one.id === step ? 'step' : undefined}
                onClick={() => open(one.id)}
              >
                <span className={classes['mark']} aria-hidden="true">
                  {one.state === 'done' ? <Icon name="tick" size={15} /> : place + 1}
                </span>
                <span>
                  {t(`start.step.${one.id}`)}
                  <small>
                    {t(one.id === step ? 'start.state.now' : `start.state.${one.state}`)}
                  </small>
                </span>
              </button>
            </li>
          ))}
        </ol>
        <p className={classes['kept']} aria-live="polite" data-saving={run.saving}>
          {t(`start.saving.${run.saving}`)}
        </p>
      </nav>
      <section className={`v-card ${classes['body'] ?? ''}`} aria-label={t(`start.step.${step}`)}>
        <h2>{t(`start.head.${step}`)}</h2>
        <p className={classes['lead']}>{t(`start.lead.${step}`)}</p>
        <Page key={step} start={start} run={run} onNext={() => next && open(next)} />
        {next && (
          <p className={classes['skip']}>
            {index > 0 && (
              <Button
                variant="subtle"
                color="gray"
                onClick={() => open(STEPS[index - 1] ?? 'company')}
              >
                {t('start.back')}
              </Button>
            )}
            <Button variant="subtle" color="gray" onClick={() => open(next, step)}>
              {t('start.skip')}
            </Button>
          </p>
        )}
      </section>
    </div>
  );
}

/** The office is there: nothing is written over from here, each part has its own page. */
function Ready({ start, onOpen }: { start: Start; onOpen(step: Step): void }) {
  const { t } = useTranslation();
  const links = [
    ['/people', 'people'],
    ['/lines', 'lines'],
    ['/schemes', 'schemes'],
    ['/publish', 'publish'],
  ] as const;
  return (
    <section className={`v-card ${classes['body'] ?? ''}`}>
      <h2>{t(start.finished_at ? 'start.ready.finished' : 'start.ready.there')}</h2>
      <p className={classes['lead']}>{t('start.ready.lead')}</p>
      <ul className={classes['links']}>
        {links.map(([to, word]) => (
          <li key={to}>
            <Link to={to}>{t(`nav.place.${word}`)}</Link>
            <small>{t(`start.ready.${word}`)}</small>
          </li>
        ))}
      </ul>
      {!start.finished_at && (
        <p>
          <Button variant="default" onClick={() => onOpen('people')}>
            {t('start.ready.open')}
          </Button>
        </p>
      )}
    </section>
  );
}

export function useFinish() {
  const memory = useQueryClient();
  return useMutation({
    mutationFn: finishStart,
    onSuccess: (start) => memory.setQueryData(startKeys.start, start),
  });
}
