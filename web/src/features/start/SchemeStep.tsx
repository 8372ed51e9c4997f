import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { officeQuery } from '@/api/queries';
import {
  type Answers,
  lookAtTemplate,
  type SchemeMade,
  startScheme,
  type TemplateId,
  templatesQuery,
} from '@/api/start';
import { usePublish } from '@/features/gsm/publish';
import { Failure } from '@/ui/Failure';
import { useProblem } from '@/ui/problem';
import classes from './Start.module.css';
import type { StepProps } from './StartPage';
import { sendable, TemplateForm } from './TemplateForm';

type Given = NonNullable<Answers>;

/** What a caller lives through: a ready scheme, a few questions, told in words, checked, in force. */
export function SchemeStep({ start, run, onNext }: StepProps) {
  const { t, i18n } = useTranslation();
  const problem = useProblem();
  const query = useQuery(templatesQuery(i18n.language));
  const office = useQuery(officeQuery).data;
  const [checked, setChecked] = useState<SchemeMade | null>(null);
  const [checking, setChecking] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  const chosen = run.typed.scheme?.template ?? 'simple';
  const answers: Given = run.typed.scheme?.answers ?? ({} as Given);
  const sent = sendable(answers);
  const people = office?.people ?? [];
  const look = useQuery({
    queryKey: ['template', chosen, JSON.stringify(sent), office?.version, i18n.language],
    queryFn: () => lookAtTemplate(chosen, sent),
    enabled: people.length > 0,
    placeholderData: (before) => before,
  });
  const publish = usePublish(async (_: null) => {
    const made = await startScheme({ template: chosen, answers: sent, is_published: true });
    return { version: made.version ?? 0 };
  });
  const template = query.data?.find((one) => one.id === chosen);
  const put = (next: { template?: TemplateId; answers?: Given }) => {
    setChecked(null);
    run.type({ scheme: { template: chosen, answers, ...next } });
  };
  if (query.isError && !query.data)
    return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (office && people.length === 0)
    return (
      <p className={classes['lead']}>
        {t('start.scheme.nobody')} <Link to="/start?step=people">{t('start.step.people')}</Link>
      </p>
    );
  const check = () => {
    setChecking(true);
    setRefused(null);
    startScheme({ template: chosen, answers: sent, is_published: false })
      .then(setChecked, setRefused)
      .finally(() => setChecking(false));
  };
  const worries = checked?.problems ?? [];
  return (
    <div className={classes['form']}>
      <fieldset className={classes['templates']}>
        <legend className="v-hidden">{t('start.head.scheme')}</legend>
        {query.data?.map((one) => (
          <label key={one.id} data-chosen={one.id === chosen}>
            <input
              type="radio"
              name="template"
              checked={one.id === chosen}
              onChange={() => put({ template: one.id })}
            />
            <b>{one.name}</b>
            <small>{one.about}</small>
          </label>
        ))}
      </fieldset>
      <div className={classes['two']}>
        {template && (
          <TemplateForm
            template={template}
            answers={answers}
            people={people}
            onChange={(next) => put({ answers: next })}
          />
        )}
        <aside className={classes['tells']} aria-label={t('start.scheme.tells')}>
          <h3>{t('start.scheme.tells')}</h3>
          {look.isError && <p className={classes['bad']}>{problem(look.error)}</p>}
          <ol>
            {look.data?.explains.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ol>
          {look.data?.notes.map((text) => (
            <p key={text} className={classes['note']}>
              {text}
            </p>
          ))}
        </aside>
      </div>
      {checked && (
        <div className={classes['checked']} data-ok={checked.ok}>
          <h3>{t(checked.ok ? 'start.scheme.fine' : 'start.scheme.faulty')}</h3>
          {checked.plan.length > 0 && (
            <details>
              <summary>{t('start.scheme.plan', { count: checked.plan.length })}</summary>
              <ul>
                {checked.plan.map((one) => (
                  <li key={`${one.code}${one.place}`}>{one.text}</li>
                ))}
              </ul>
            </details>
          )}
          {worries.length > 0 && (
            <ul>
              {worries.map((one) => (
                <li key={`${one.code}${one.place}`}>{one.text}</li>
              ))}
            </ul>
          )}
        </div>
      )}
      {(refused ?? publish.error) !== null && (
        <p role="alert" className={classes['bad']}>
          {problem(refused ?? publish.error)}
        </p>
      )}
      <p className={classes['acts']}>
        <Button variant={checked?.ok ? 'default' : 'filled'} loading={checking} onClick={check}>
          {t(checked ? 'start.scheme.again' : 'start.scheme.check')}
        </Button>
        {checked?.ok && (
          <Button
            loading={publish.isPending}
            onClick={() =>
              publish.mutate(null, { onSuccess: () => void run.refresh().then(onNext) })
            }
          >
            {t('start.scheme.publish')}
          </Button>
        )}
        {start.scheme && !checked && (
          <Button variant="default" onClick={onNext}>
            {t('start.next')}
          </Button>
        )}
      </p>
    </div>
  );
}
