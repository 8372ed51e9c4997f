import { Button, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type OperatorProfile, type OperatorRow, putOperators } from '@/api/gsm';
import { simsQuery } from '@/api/gsm-queries';
import { usePublish } from '@/features/gsm/publish';
import { harmless } from '@/ui/harmless';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';
import { type OperatorDraft, operatorDraft, readOperator, tryPattern } from './operator';
import classes from './Rules.module.css';

type Props = { row: OperatorRow | null; rows: OperatorRow[]; onClose(): void };

/** Codes and patterns of one operator; the pattern is tried on what the network last answered. */
export function OperatorForm({ row, rows, onClose }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [draft, setDraft] = useState(() => operatorDraft(row));
  const [tried, setTried] = useState(false);
  const sims = useQuery(simsQuery).data ?? [];
  const last =
    sims.find((sim) => row && sim.profile === row.name && sim.balance?.raw)?.balance?.raw ?? '';
  const [sample, setSample] = useState<string | null>(null);
  const shown = sample ?? last;
  const change = (next: Partial<OperatorDraft>) => setDraft({ ...draft, ...next });
  const read = readOperator(draft);
  const bad = (name: keyof OperatorDraft) =>
    tried && read.bad.includes(name) ? t(`operators.bad.${name as 'name'}`) : null;
  const save = usePublish((profile: OperatorProfile) =>
    putOperators([
      ...rows.filter((one) => !one.builtin && one.name !== row?.name).map(bare),
      profile,
    ]),
  );
  const found = tryPattern(draft.balancePattern, shown);
  return (
    <Window title={row?.name ?? t('operators.add')} onClose={onClose} size="lg">
      <form
        className={classes['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (read.bad.length === 0) save.mutate(read.profile, { onSuccess: onClose });
        }}
      >
        <div className={classes['pair']}>
          <TextInput
            data-autofocus={row === null || undefined}
            label={t('operators.name')}
            maxLength={80}
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            error={bad('name')}
          />
          <TextInput
            label={t('operators.currency')}
            maxLength={3}
            value={draft.currency}
            onChange={(event) => change({ currency: event.currentTarget.value.toUpperCase() })}
            error={bad('currency')}
          />
          <TextInput
            label={t('operators.hours')}
            inputMode="numeric"
            value={draft.hours}
            onChange={(event) => change({ hours: event.currentTarget.value })}
            error={bad('hours')}
          />
        </div>
        <div className={classes['pair']}>
          <TextInput
            label={t('operators.balanceCode')}
            placeholder="*100#"
            value={draft.balanceCode}
            onChange={(event) => change({ balanceCode: event.currentTarget.value })}
            error={bad('balanceCode')}
          />
          <TextInput
            label={t('operators.pattern')}
            placeholder={t('operators.tolerant')}
            maxLength={200}
            value={draft.balancePattern}
            onChange={(event) => change({ balancePattern: event.currentTarget.value })}
            error={bad('balancePattern')}
          />
        </div>
        <Textarea
          label={t('operators.sample')}
          description={t(last && sample === null ? 'operators.sampleLast' : 'operators.sampleOwn')}
          autosize
          minRows={2}
          maxRows={6}
          value={harmless(shown)}
          onChange={(event) => setSample(event.currentTarget.value)}
        />
        {draft.balancePattern && shown && (
          <p
            role="status"
            data-testid="tried"
            data-ok={found !== null}
            className={classes['tried']}
          >
            {found === null ? t('operators.notFound') : t('operators.found', { text: found })}
          </p>
        )}
        <div className={classes['pair']}>
          <TextInput
            label={t('operators.numberCode')}
            placeholder="*111*0887#"
            value={draft.numberCode}
            onChange={(event) => change({ numberCode: event.currentTarget.value })}
            error={bad('numberCode')}
          />
          <TextInput
            label={t('operators.pattern')}
            placeholder={t('operators.tolerant')}
            maxLength={200}
            value={draft.numberPattern}
            onChange={(event) => change({ numberPattern: event.currentTarget.value })}
            error={bad('numberPattern')}
          />
        </div>
        {save.isError && (
          <p role="alert" className={classes['bad']}>
            {problem(save.error)}
          </p>
        )}
        <div className={classes['end']}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('client.save')}
          </Button>
        </div>
      </form>
    </Window>
  );
}

function bare({
  name,
  balance,
  own_number,
  currency,
  balance_hours,
}: OperatorRow): OperatorProfile {
  return {
    name,
    balance: balance ?? null,
    own_number: own_number ?? null,
    currency,
    balance_hours,
  };
}
