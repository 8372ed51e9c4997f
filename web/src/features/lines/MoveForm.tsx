import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeParts, dropMove, lineKeys, type Move, type MoveIn, type Trunk } from '@/api/lines';
import { linesQuery, officeQuery } from '@/api/queries';
import { usePublish } from '@/features/gsm/publish';
import { e164 } from '@/features/sims/e164';
import { prettyNumber } from '@/ui/phone';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';
import classes from './Lines.module.css';
import { bodyOf } from './move';
import { useSaveMove } from './saveMove';

const FRESH: MoveIn = {
  number: '',
  name: '',
  operator: '',
  kind: 'copper',
  plan: 'forward',
  to: null,
  line: null,
  due: null,
  note: '',
  done: [],
  version: 0,
};
const KINDS = ['copper', 'sip', 'isdn', 'mobile'] as const;
const PLANS = ['forward', 'port', 'fxo', 'drop'] as const;

/** An old number and what is to become of it. */
export function MoveForm({ move, onClose }: { move: Move | null; onClose(): void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const lines = useQuery(linesQuery).data ?? [];
  const office = useQuery(officeQuery).data;
  const [draft, setDraft] = useState<MoveIn>(() => (move ? bodyOf(move) : FRESH));
  const [tried, setTried] = useState(false);
  const [dropping, setDropping] = useState(false);
  const change = (next: Partial<MoveIn>) => setDraft((now) => ({ ...now, ...next }));
  const save = useSaveMove();
  const drop = useMutation({
    mutationFn: () => dropMove(move?.id ?? 0),
    onSuccess: () => {
      void memory.invalidateQueries({ queryKey: lineKeys.moves });
      onClose();
    },
  });
  const known = usePublish(({ trunk, version }: { trunk: Trunk; version: number }) =>
    changeParts([{ section: 'lines', key: trunk.id, value: trunk, is_new: false }], version),
  );
  const number = e164(draft.number);
  const to = draft.to ? e164(draft.to) : null;
  const own = [...new Set(lines.flatMap((line) => line.numbers))];
  const bad = {
    number: number === null ? t('line.bad.number') : null,
    name: draft.name?.trim() ? null : t('line.bad.needed'),
    to: draft.to && to === null ? t('line.bad.number') : null,
  };
  const trunk = office?.lines.find(
    (line): line is Trunk =>
      line.kind === 'trunk' && to !== null && (line.numbers ?? []).includes(to),
  );
  const isKnown = trunk?.replaces?.some((old) => old.number === number) ?? false;
  const submit = () => {
    setTried(true);
    if (Object.values(bad).some(Boolean) || number === null) return;
    save.mutate(
      { id: move?.id ?? null, body: { ...draft, number, to, due: draft.due || null } },
      { onSuccess: onClose },
    );
  };
  return (
    <Window
      title={move ? prettyNumber(move.number) : t('line.move.add')}
      onClose={onClose}
      size="lg"
    >
      <form
        className={classes['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className={classes['pair']}>
          <TextInput
            data-autofocus
            type="tel"
            label={t('line.move.field.number')}
            placeholder="+375172001122"
            value={draft.number}
            onChange={(event) => change({ number: event.currentTarget.value })}
            error={tried && bad.number}
          />
          <TextInput
            label={t('line.move.field.name')}
            placeholder={t('line.move.field.nameHint')}
            maxLength={80}
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            error={tried && bad.name}
          />
        </div>
        <div className={classes['pair']}>
          <NativeSelect
            label={t('line.move.field.kind')}
            value={draft.kind ?? 'copper'}
            onChange={(event) => change({ kind: event.currentTarget.value as 'copper' })}
            data={KINDS.map((kind) => ({ value: kind, label: t(`line.move.kind.${kind}`) }))}
          />
          <TextInput
            label={t('line.field.operator')}
            maxLength={80}
            value={draft.operator ?? ''}
            onChange={(event) => change({ operator: event.currentTarget.value })}
          />
        </div>
        <NativeSelect
          label={t('line.move.field.plan')}
          description={t(`line.move.planHint.${draft.plan ?? 'forward'}`)}
          value={draft.plan ?? 'forward'}
          onChange={(event) => change({ plan: event.currentTarget.value as 'forward' })}
          data={PLANS.map((plan) => ({ value: plan, label: t(`line.move.plan.${plan}`) }))}
        />
        <div className={classes['pair']}>
          {draft.plan !== 'fxo' && (
            <TextInput
              type="tel"
              list="own-numbers"
              label={t('line.move.field.to')}
              placeholder="+375173000000"
              value={draft.to ?? ''}
              onChange={(event) => change({ to: event.currentTarget.value || null })}
              error={tried && bad.to}
            />
          )}
          <datalist id="own-numbers">
            {own.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
          <NativeSelect
            label={t('line.move.field.line')}
            value={draft.line ?? ''}
            onChange={(event) => change({ line: event.currentTarget.value || null })}
          >
            <option value="">{t('line.move.field.noLine')}</option>
            {lines.map((line) => (
              <option key={line.id} value={line.id}>
                {line.name}
              </option>
            ))}
          </NativeSelect>
          <TextInput
            type="date"
            label={t('line.move.field.due')}
            value={draft.due ?? ''}
            onChange={(event) => change({ due: event.currentTarget.value || null })}
          />
        </div>
        {trunk && number && !isKnown && office && (
          <div className={classes['offer']}>
            <p>{t('line.move.tellTrunk', { line: trunk.name })}</p>
            <Button
              variant="default"
              size="xs"
              loading={known.isPending}
              onClick={() =>
                known.mutate({
                  version: office.version,
                  trunk: {
                    ...trunk,
                    replaces: [
                      ...(trunk.replaces ?? []),
                      { number, to: to ?? '', name: draft.name?.trim() || prettyNumber(number) },
                    ],
                  },
                })
              }
            >
              {t('line.move.tellTrunkAct')}
            </Button>
          </div>
        )}
        <Textarea
          label={t('line.move.field.note')}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={1000}
          value={draft.note ?? ''}
          onChange={(event) => change({ note: event.currentTarget.value })}
        />
        {(save.error ?? drop.error ?? known.error) && (
          <p role="alert" className={classes['bad']}>
            {problem(save.error ?? drop.error ?? known.error)}
          </p>
        )}
        <div className={classes['end']}>
          {move && (
            <Button
              variant="outline"
              color="red"
              loading={drop.isPending}
              onClick={() => (dropping ? drop.mutate() : setDropping(true))}
            >
              {t(dropping ? 'line.move.dropSure' : 'line.move.drop')}
            </Button>
          )}
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
