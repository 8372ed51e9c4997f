import { Button, PasswordInput, Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ConferenceRoom, dropPart, type NumberPlan } from '@/api/parts';
import { keys } from '@/api/queries';
import type { Conference, Office } from '@/api/types';
import { useLive, useMe, usePeople } from '@/app/context';
import { Figure, isBetween } from '@/features/office/Figure';
import styles from '@/features/office/Office.module.css';
import { OfficePage } from '@/features/office/OfficePage';
import { PartActs } from '@/features/office/PartActs';
import { type Faults, usePart } from '@/features/office/part';
import { officeKeys } from '@/features/office/queries';
import { firstFree, isShort } from '@/features/office/short';
import { WithPlan } from '@/features/office/WithPlan';
import { Empty } from '@/ui/Empty';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';

const NO_ROOMS: Conference[] = [];

/** Conference rooms: their numbers, who may enter, who is in now. */
export function ConferencesPage() {
  const { t } = useTranslation();
  const [open, setOpen] = useState<ConferenceRoom | 'new' | null>(null);
  return (
    <OfficePage
      title={t('office.title')}
      acts={<Button onClick={() => setOpen('new')}>{t('office.meeting.new')}</Button>}
    >
      {(office) => (
        <>
          <List office={office} onOpen={setOpen} />
          {open && (
            <Room
              office={office}
              room={open === 'new' ? null : open}
              onClose={() => setOpen(null)}
            />
          )}
        </>
      )}
    </OfficePage>
  );
}

function List({ office, onOpen }: { office: Office; onOpen(room: ConferenceRoom): void }) {
  const { t } = useTranslation();
  const people = usePeople();
  const live = useLive((state) => state.board?.conferences ?? NO_ROOMS);
  if (office.conferences.length === 0) {
    return (
      <section className="v-card">
        <Empty title={t('office.meeting.empty')}>
          <p>{t('office.meeting.emptyText')}</p>
        </Empty>
      </section>
    );
  }
  return (
    <section className={`v-card ${styles['wide']}`} aria-label={t('office.room.conferences')}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th>{t('office.meeting.one')}</th>
            <th>{t('office.meeting.entry')}</th>
            <th>{t('office.meeting.most')}</th>
            <th>{t('office.meeting.now')}</th>
            <th>
              <span className="v-hidden">{t('office.plan.acts')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {office.conferences.map((room) => {
            const inside = live.find((one) => one.number === room.number)?.people ?? [];
            return (
              <tr key={room.number}>
                <td>
                  <b>
                    {room.number} · {room.name}
                  </b>
                </td>
                <td data-label={t('office.meeting.entry')}>
                  {t(room.pin ? 'office.meeting.byPin' : 'office.meeting.open')}
                </td>
                <td data-label={t('office.meeting.most')}>{room.most}</td>
                <td data-label={t('office.meeting.now')}>
                  {inside.length === 0 ? (
                    <span className="v-mute">{t('office.meeting.nobody')}</span>
                  ) : (
                    inside
                      .map((one) => people.find((who) => who.extension === one)?.name ?? one)
                      .join(', ')
                  )}
                </td>
                <td>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t('office.meeting.edit', { name: room.name })}
                    onClick={() => onOpen(room)}
                  >
                    {t('action.edit')}
                  </Button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

type RoomProps = { office: Office; room: ConferenceRoom | null; onClose(): void };

function Room(props: RoomProps) {
  const { t } = useTranslation();
  const { room, onClose } = props;
  return (
    <Window
      title={room ? `${room.number} · ${room.name}` : t('office.meeting.new')}
      onClose={onClose}
    >
      <WithPlan>{(plan) => <RoomForm {...props} plan={plan} />}</WithPlan>
    </Window>
  );
}

function RoomForm({ office, plan, room, onClose }: RoomProps & { plan: NumberPlan }) {
  const { t } = useTranslation();
  const { id: account } = useMe();
  const memory = useQueryClient();
  const problem = useProblem();
  const [isAsking, setAsking] = useState(false);
  const uses = plan.numbers.find((one) => one.number === room?.number)?.used_by ?? [];
  const form = usePart({
    section: 'conferences',
    name: room?.number ?? '',
    saved: room ?? {
      number: firstFree(plan, 'conferences'),
      name: '',
      pin: null,
      most: 12,
      record: true,
    },
    version: office.version,
    account,
    isSecret: true,
    fields: ['number', 'name', 'pin', 'most'],
    isNew: room === null,
    keyOf: (value) => value.number,
    check: (value): Faults => ({
      ...(isShort(value.number) ? {} : { number: t('office.bad.number') }),
      ...(value.name.trim() ? {} : { name: t('office.bad.name') }),
      ...(value.pin && !/^\d{4,10}$/.test(value.pin) ? { pin: t('office.bad.pin') } : {}),
      ...(isBetween(value.most, 2, 50)
        ? {}
        : { most: t('office.bad.figure', { least: 2, most: 50 }) }),
    }),
    onSaved: onClose,
  });
  const remove = useMutation({
    mutationFn: () => dropPart('conferences', room?.number ?? ''),
    onSuccess: async () => {
      await Promise.all(
        [keys.office, officeKeys.numbers].map((queryKey) => memory.invalidateQueries({ queryKey })),
      );
      onClose();
    },
  });
  const { value } = form;
  return (
    <form
      className={styles['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.save();
      }}
    >
      <TextInput
        data-autofocus
        label={t('office.meeting.name')}
        maxLength={80}
        value={value.name}
        error={form.at('name')}
        onChange={(event) => form.change({ name: event.currentTarget.value })}
      />
      <div className={styles['pair']}>
        <TextInput
          label={t('office.number')}
          inputMode="numeric"
          maxLength={5}
          value={value.number}
          error={form.at('number')}
          onChange={(event) => form.change({ number: event.currentTarget.value.trim() })}
        />
        <Figure
          label={t('office.meeting.most')}
          unit={t('office.unit.people')}
          value={value.most}
          error={form.at('most')}
          onChange={(most) => form.change({ most: most ?? Number.NaN })}
        />
      </div>
      <PasswordInput
        label={t('office.meeting.pin')}
        description={t('office.meeting.pinText')}
        inputMode="numeric"
        autoComplete="off"
        maxLength={10}
        value={value.pin ?? ''}
        error={form.at('pin')}
        onChange={(event) => form.change({ pin: event.currentTarget.value.trim() || null })}
        visibilityToggleButtonProps={{ 'aria-label': t('devices.reveal') }}
      />
      <Switch
        label={t('office.meeting.record')}
        checked={value.record}
        onChange={(event) => form.change({ record: event.currentTarget.checked })}
      />
      <PartActs form={form} onCancel={onClose} />
      {room && (
        <div className={styles['acts']}>
          {remove.isError && (
            <p role="alert" className={styles['bad']}>
              {problem(remove.error)}
            </p>
          )}
          <Button
            variant="outline"
            color="red"
            disabled={uses.length > 0}
            loading={remove.isPending}
            onClick={() => (isAsking ? remove.mutate() : setAsking(true))}
          >
            {isAsking ? t('office.gone.sure', { name: room.name }) : t('office.gone.remove')}
          </Button>
          {uses.length > 0 && (
            <small className="v-mute">{uses.map((one) => one.text).join('; ')}</small>
          )}
        </div>
      )}
    </form>
  );
}
