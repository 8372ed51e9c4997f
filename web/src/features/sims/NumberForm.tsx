import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { putNumber } from '@/api/gsm';
import type { SimRow } from '@/api/types';
import { usePublish } from '@/features/gsm/publish';
import { prettyNumber } from '@/ui/phone';
import { useProblem } from '@/ui/problem';
import { e164 } from './e164';
import classes from './Sim.module.css';

/** The own number: what the office has, what the card told itself, and a field to change it. */
export function NumberForm({ sim, may }: { sim: SimRow; may: boolean }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [typed, setTyped] = useState<string | null>(null);
  const save = usePublish((number: string | null) => putNumber(sim.line, number));
  const differs = sim.learnt_number !== null && sim.learnt_number !== sim.number;
  const number = typed === null ? null : e164(typed);
  const isBad = typed !== null && typed.trim() !== '' && number === null;
  if (typed !== null) {
    return (
      <form
        className={classes['numberForm']}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBad) save.mutate(number, { onSuccess: () => setTyped(null) });
        }}
      >
        <TextInput
          data-autofocus
          autoFocus
          size="xs"
          type="tel"
          aria-label={t('sims.number')}
          placeholder="+375291234567"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={isBad ? t('gsm.field.e164') : save.isError ? problem(save.error) : null}
        />
        <Button type="submit" size="xs" loading={save.isPending} disabled={isBad}>
          {t('client.save')}
        </Button>
        <Button size="xs" variant="default" onClick={() => setTyped(null)}>
          {t('action.cancel')}
        </Button>
      </form>
    );
  }
  return (
    <span className={classes['number']}>
      <span className="v-num">{sim.number ? prettyNumber(sim.number) : t('sims.noNumber')}</span>
      {may && (
        <Button size="compact-xs" variant="subtle" onClick={() => setTyped(sim.number ?? '')}>
          {t('action.edit')}
        </Button>
      )}
      {differs && sim.learnt_number && (
        <small>
          {t('sims.learnt', { number: prettyNumber(sim.learnt_number) })}
          {may && (
            <Button
              size="compact-xs"
              variant="subtle"
              loading={save.isPending}
              onClick={() => save.mutate(sim.learnt_number)}
            >
              {t('sims.takeLearnt')}
            </Button>
          )}
        </small>
      )}
    </span>
  );
}
