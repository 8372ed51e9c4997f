import { Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import type { NumberPlan, OfficeDepartment } from '@/api/parts';
import type { Office } from '@/api/types';
import { useMe } from '@/app/context';
import { Panel } from '@/features/gsm/Panel';
import { Figure, isBetween } from '@/features/office/Figure';
import styles from '@/features/office/Office.module.css';
import { OfficePage } from '@/features/office/OfficePage';
import { moved, Ordered } from '@/features/office/Ordered';
import { PartActs } from '@/features/office/PartActs';
import { type Faults, usePart } from '@/features/office/part';
import { firstFree, isShort } from '@/features/office/short';
import { UsedBy } from '@/features/office/UsedBy';
import { WithPlan } from '@/features/office/WithPlan';
import { Empty } from '@/ui/Empty';
import { Member } from './Member';

const STRATEGIES = ['ring_all', 'linear', 'round_robin', 'least_recent', 'random'] as const;
const FIELDS = ['number', 'name', 'members', 'strategy', 'seconds', 'turn'];

/** A department: who is in it, in which order, and how their phones ring. */
export function DepartmentPage() {
  const { t } = useTranslation();
  const { number = '' } = useParams();
  const isNew = number === 'new';
  return (
    <OfficePage title={isNew ? t('office.department.new') : t('office.department.title')}>
      {(office) => {
        const saved = office.departments.find((one) => one.number === number);
        if (!saved && !isNew) {
          return (
            <section className="v-card">
              <Empty title={t('office.department.missing', { number })}>
                <Link to="/departments">{t('office.department.back')}</Link>
              </Empty>
            </section>
          );
        }
        return (
          <WithPlan>
            {(plan) => <Form key={number} office={office} plan={plan} saved={saved ?? null} />}
          </WithPlan>
        );
      }}
    </OfficePage>
  );
}

const BLANK: OfficeDepartment = {
  number: '',
  name: '',
  members: [],
  strategy: 'ring_all',
  seconds: 30,
  turn: 15,
  record: true,
  score: false,
};

type FormProps = { office: Office; plan: NumberPlan; saved: OfficeDepartment | null };

function Form({ office, plan, saved }: FormProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id: account } = useMe();
  const [chosen, setChosen] = useState('');
  const form = usePart({
    section: 'departments',
    name: saved?.number ?? '',
    saved: saved ?? { ...BLANK, number: firstFree(plan, 'departments') },
    version: office.version,
    account,
    fields: FIELDS,
    isNew: saved === null,
    keyOf: (value) => value.number,
    check: (value): Faults => ({
      ...(isShort(value.number) ? {} : { number: t('office.bad.number') }),
      ...(value.name.trim() ? {} : { name: t('office.bad.name') }),
      ...(isBetween(value.seconds, 5, 600)
        ? {}
        : { seconds: t('office.bad.figure', { least: 5, most: 600 }) }),
      ...(isBetween(value.turn, 5, 120)
        ? {}
        : { turn: t('office.bad.figure', { least: 5, most: 120 }) }),
    }),
    onSaved: (value) => void navigate(`/departments/${value.number}`, { replace: true }),
  });
  const { value } = form;
  const people = new Map(office.people.map((person) => [person.id, person]));
  const outside = office.people.filter((person) => !value.members.includes(person.id));
  const named = (id: string) => people.get(id)?.name ?? id;
  return (
    <div className={styles['cols']}>
      <Panel title={saved ? `${saved.number} · ${saved.name}` : t('office.department.new')}>
        <form
          className={styles['form']}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            form.save();
          }}
        >
          <div className={styles['pair']}>
            <TextInput
              label={t('office.department.name')}
              maxLength={80}
              value={value.name}
              error={form.at('name')}
              onChange={(event) => form.change({ name: event.currentTarget.value })}
            />
            <TextInput
              label={t('office.number')}
              inputMode="numeric"
              maxLength={5}
              value={value.number}
              error={form.at('number')}
              onChange={(event) => form.change({ number: event.currentTarget.value.trim() })}
            />
          </div>
          <fieldset>
            <legend>{t('office.department.members')}</legend>
            {value.members.length === 0 && (
              <p className="v-mute">{t('office.department.noMembers')}</p>
            )}
            <Ordered
              label={t('office.department.members')}
              items={value.members.map((id) => ({
                id,
                name: named(id),
                shown: <Member name={named(id)} extension={people.get(id)?.extension ?? ''} />,
              }))}
              onMove={(from, to) => form.change({ members: moved(value.members, from, to) })}
              onRemove={(at) => {
                const id = value.members[at] ?? '';
                form.remove(
                  named(id),
                  { members: value.members.filter((one) => one !== id) },
                  (now) => ({ ...now, members: now.members.toSpliced(at, 0, id) }),
                );
              }}
            />
            {form.at('members') && (
              <p role="alert" className={styles['bad']}>
                {form.at('members')}
              </p>
            )}
            {outside.length > 0 && (
              <div className={styles['add']}>
                <NativeSelect
                  label={t('office.department.whom')}
                  value={chosen}
                  onChange={(event) => setChosen(event.currentTarget.value)}
                >
                  <option value="">{t('office.choose')}</option>
                  {outside.map((person) => (
                    <option key={person.id} value={person.id}>
                      {person.name} · {person.extension}
                    </option>
                  ))}
                </NativeSelect>
                <Button
                  variant="default"
                  disabled={!chosen}
                  onClick={() => {
                    form.change({ members: [...value.members, chosen] });
                    setChosen('');
                  }}
                >
                  {t('office.add')}
                </Button>
              </div>
            )}
          </fieldset>
          <fieldset>
            <legend>{t('office.department.how')}</legend>
            <div className={styles['choices']}>
              {STRATEGIES.map((strategy) => (
                <label key={strategy}>
                  <input
                    type="radio"
                    name="strategy"
                    checked={value.strategy === strategy}
                    onChange={() => form.change({ strategy })}
                  />
                  <b>{t(`office.strategy.${strategy}.name`)}</b>
                  <small>{t(`office.strategy.${strategy}.text`)}</small>
                </label>
              ))}
            </div>
          </fieldset>
          <div className={styles['pair']}>
            <Figure
              label={t('office.department.allSeconds')}
              unit={t('office.unit.seconds')}
              value={value.seconds}
              error={form.at('seconds')}
              onChange={(seconds) => form.change({ seconds: seconds ?? Number.NaN })}
            />
            {value.strategy !== 'ring_all' && (
              <Figure
                label={t('office.department.turn')}
                unit={t('office.unit.seconds')}
                value={value.turn}
                error={form.at('turn')}
                onChange={(turn) => form.change({ turn: turn ?? Number.NaN })}
              />
            )}
          </div>
          <Reckoned value={value} />
          <Switch
            label={t('office.department.record')}
            checked={value.record}
            onChange={(event) => form.change({ record: event.currentTarget.checked })}
          />
          <Switch
            label={t('office.department.score')}
            description={t('office.department.scoreText')}
            checked={value.score}
            onChange={(event) => form.change({ score: event.currentTarget.checked })}
          />
          <PartActs
            form={form}
            {...(saved ? {} : { onCancel: () => void navigate('/departments') })}
          />
        </form>
      </Panel>
      {saved && (
        <UsedBy
          section="departments"
          number={saved.number}
          name={saved.name}
          onGone={() => void navigate('/departments')}
        />
      )}
    </div>
  );
}

/** What the figures come to: how many phones are reached in the time that there is. */
function Reckoned({ value }: { value: OfficeDepartment }) {
  const { t } = useTranslation();
  const { seconds, turn, strategy, members } = value;
  if (strategy === 'ring_all' || members.length < 2 || !(seconds > 0) || !(turn > 0)) return null;
  const reached = Math.min(members.length, Math.ceil(seconds / turn));
  return (
    <p className={reached < members.length ? styles['warn'] : 'v-mute'}>
      {t('office.department.reached', { count: reached, total: members.length, seconds })}
    </p>
  );
}
