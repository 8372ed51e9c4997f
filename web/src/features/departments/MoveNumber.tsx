import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type NumberPlan, putPart, type ShortNumber } from '@/api/parts';
import { keys } from '@/api/queries';
import type { Office } from '@/api/types';
import styles from '@/features/office/Office.module.css';
import { officeKeys } from '@/features/office/queries';
import { firstFree, holderOf, isShort, type PlanKind, planned } from '@/features/office/short';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';

type Props = { office: Office; plan: NumberPlan; row: ShortNumber; onClose(): void };

const KINDS: Record<string, PlanKind> = {
  person: 'extensions',
  department: 'departments',
  follow_me: 'follow_me',
  conference: 'conferences',
};

/** Another number for a person, a department, a follow me, a conference: all that names it follows. */
export function MoveNumber({ office, plan, row, onClose }: Props) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const problem = useProblem();
  const kind = KINDS[row.use] ?? 'extensions';
  const [number, setNumber] = useState(() => firstFree(plan, kind));
  const [tried, setTried] = useState(false);
  const move = useMutation({
    mutationFn: () => moved(office, row, number),
    onSuccess: async () => {
      await Promise.all(
        [keys.office, officeKeys.numbers, keys.devices].map((queryKey) =>
          memory.invalidateQueries({ queryKey }),
        ),
      );
      onClose();
    },
  });
  const holder = holderOf(plan, number);
  const taken = holder && holder.number !== row.number;
  const bad = !isShort(number)
    ? t('office.bad.number')
    : taken
      ? t(holder.use === 'emergency' ? 'office.plan.isEmergency' : 'office.plan.isTaken', {
          number,
          name: holder.name,
        })
      : number === row.number
        ? t('office.plan.same')
        : null;
  const meant = bad === null ? planned(office.numbering, number) : kind;
  const accounts = office.devices.filter((one) => one.account.split('-')[0] === row.number);
  return (
    <Window
      title={t('office.plan.moveWhat', { what: `${row.number} · ${row.name}` })}
      onClose={onClose}
    >
      <form
        className={styles['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (bad === null) move.mutate();
        }}
      >
        <TextInput
          data-autofocus
          label={t('office.plan.newNumber')}
          inputMode="numeric"
          maxLength={5}
          value={number}
          error={tried || taken ? bad : null}
          onChange={(event) => setNumber(event.currentTarget.value.trim())}
        />
        {bad === null && meant !== kind && (
          <p className={styles['warn']}>
            {meant ? t(`office.plan.meant.${meant}`) : t('office.plan.outside')}
          </p>
        )}
        {row.used_by.length > 0 && (
          <div>
            <p className="v-mute">{t('office.plan.follows')}</p>
            <ul>
              {row.used_by.map((use) => (
                <li key={use.place}>{use.text}</li>
              ))}
            </ul>
          </div>
        )}
        {row.use === 'person' && accounts.length > 0 && (
          <p className={styles['warn']}>
            {t('office.plan.phones', { accounts: accounts.map((one) => one.account).join(', ') })}
          </p>
        )}
        {move.isError && (
          <p role="alert" className={styles['bad']}>
            {problem(move.error)}
          </p>
        )}
        <div className={styles['acts']}>
          <Button type="submit" loading={move.isPending}>
            {t('office.plan.moveGo')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
        </div>
      </form>
    </Window>
  );
}

function moved(office: Office, row: ShortNumber, number: string): Promise<unknown> {
  const at = { key: row.number, based_on: office.version };
  const is = (one: { number: string }) => one.number === row.number;
  const person = office.people.find((one) => one.id === row.id);
  if (row.use === 'person' && person) {
    const value = { ...person, extension: number };
    return putPart({ section: 'people', ...at, key: person.id, value });
  }
  const department = office.departments.find(is);
  if (row.use === 'department' && department) {
    return putPart({ section: 'departments', ...at, value: { ...department, number } });
  }
  const follow = office.follow_me.find(is);
  if (row.use === 'follow_me' && follow) {
    return putPart({ section: 'follow_me', ...at, value: { ...follow, number } });
  }
  const room = office.conferences.find(is);
  if (!room) return Promise.reject(new Error('gone'));
  return putPart({ section: 'conferences', ...at, value: { ...room, number } });
}
