import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Conflict, type Draft, draftQuery, type Side, settleDraft } from '@/api/publish';
import { useProblem } from '@/ui/problem';
import classes from './Publish.module.css';

/** The same things were changed by others meanwhile: for each, whose stays. */
export function Conflicts({ draft, onSettled }: { draft: Draft; onSettled(): void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const [take, setTake] = useState<Record<string, Side>>({});
  const settle = useMutation({
    mutationFn: () => settleDraft(take),
    onSuccess: (now) => {
      memory.setQueryData(draftQuery.queryKey, now);
      onSettled();
    },
  });
  const names = [...new Set(draft.since.map((one) => one.author).filter(Boolean))].join(', ');
  const left = draft.conflicts.filter((one) => !take[one.place]).length;
  const all = (side: Side) =>
    setTake(Object.fromEntries(draft.conflicts.map((one) => [one.place, side])));
  return (
    <section className="v-card" aria-label={t('publish.conflicts.title')}>
      <header className="v-head">
        <h2>{t('publish.conflicts.title')}</h2>
      </header>
      <div className={classes['body']}>
        <p>{names ? t('publish.conflicts.text', { names }) : t('publish.conflicts.textNobody')}</p>
        {draft.conflicts.map((one) => (
          <Quarrel
            key={one.place}
            conflict={one}
            chosen={take[one.place]}
            choose={(side) => setTake((had) => ({ ...had, [one.place]: side }))}
          />
        ))}
        {settle.error && (
          <p role="alert" className={classes['bad']}>
            {problem(settle.error)}
          </p>
        )}
        <div className={classes['acts']}>
          <Button disabled={left > 0} loading={settle.isPending} onClick={() => settle.mutate()}>
            {left > 0
              ? t('publish.conflicts.left', { count: left })
              : t('publish.conflicts.settle')}
          </Button>
          {draft.conflicts.length > 1 && (
            <>
              <Button variant="default" onClick={() => all('mine')}>
                {t('publish.conflicts.allMine')}
              </Button>
              <Button variant="default" onClick={() => all('theirs')}>
                {t('publish.conflicts.allTheirs')}
              </Button>
            </>
          )}
        </div>
      </div>
    </section>
  );
}

type QuarrelProps = {
  conflict: Conflict;
  chosen: Side | undefined;
  choose(side: Side): void;
};

function Quarrel({ conflict, chosen, choose }: QuarrelProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={classes['quarrel']}>
      <legend>{conflict.text}</legend>
      {(['mine', 'theirs'] as const).map((side) => (
        <label key={side} data-chosen={chosen === side || undefined}>
          <span className={classes['side']}>
            <input
              type="radio"
              name={conflict.place}
              checked={chosen === side}
              onChange={() => choose(side)}
            />
            <b>{t(`publish.conflicts.${side}`)}</b>
          </span>
          {conflict[side].map((change) => (
            <span key={change.place + change.code}>{change.text}</span>
          ))}
        </label>
      ))}
    </fieldset>
  );
}
