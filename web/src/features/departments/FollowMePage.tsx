import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import type { FollowMe, NumberPlan } from '@/api/parts';
import type { Office } from '@/api/types';
import { useMe } from '@/app/context';
import { Panel } from '@/features/gsm/Panel';
import styles from '@/features/office/Office.module.css';
import { OfficePage } from '@/features/office/OfficePage';
import { PartActs } from '@/features/office/PartActs';
import { type Faults, usePart } from '@/features/office/part';
import { firstFree, isShort } from '@/features/office/short';
import { UsedBy } from '@/features/office/UsedBy';
import { WithPlan } from '@/features/office/WithPlan';
import { Empty } from '@/ui/Empty';
import { barsOf, LONGEST_STEP, MOST, SHORTEST } from './bars';
import { Steps } from './Steps';

/** One number that looks for a person on all of his phones: steps on a time line. */
export function FollowMePage() {
  const { t } = useTranslation();
  const { number = '' } = useParams();
  const isNew = number === 'new';
  return (
    <OfficePage title={isNew ? t('office.follow.new') : t('office.follow.title', { number })}>
      {(office) => {
        const saved = office.follow_me.find((one) => one.number === number);
        if (isNew ? office.people.length === 0 : !saved) {
          return (
            <section className="v-card">
              <Empty title={t(isNew ? 'office.follow.noPeople' : 'office.follow.missing')}>
                <Link to="/departments/follow-me">{t('office.follow.back')}</Link>
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

function blank(office: Office, number: string): FollowMe {
  const person = office.people[0];
  return {
    number,
    name: person?.name ?? '',
    person: person?.id ?? '',
    steps: [{ seconds: 20, targets: [{ to: person?.extension ?? '', confirm: false }] }],
  };
}

type FormProps = { office: Office; plan: NumberPlan; saved: FollowMe | null };

function Form({ office, plan, saved }: FormProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id: account } = useMe();
  const form = usePart({
    section: 'follow_me',
    name: saved?.number ?? '',
    saved: saved ?? blank(office, firstFree(plan, 'follow_me')),
    version: office.version,
    account,
    fields: ['number', 'name', 'person', 'steps'],
    isNew: saved === null,
    keyOf: (value) => value.number,
    check: (value): Faults => ({
      ...(isShort(value.number) ? {} : { number: t('office.bad.number') }),
      ...(value.name.trim() ? {} : { name: t('office.bad.name') }),
      ...badSteps(value),
    }),
    onSaved: (value) => void navigate(`/departments/follow-me/${value.number}`, { replace: true }),
  });
  const { value } = form;

  function badSteps({ steps }: FollowMe): Faults {
    if (steps.length === 0) return { steps: t('office.follow.bad.nobody') };
    if (steps.length > MOST) return { steps: t('office.follow.bad.many', { most: MOST }) };
    const bad = steps.some(({ seconds }) => seconds < SHORTEST || seconds > LONGEST_STEP);
    const figures = { least: SHORTEST, most: LONGEST_STEP };
    return bad ? { steps: t('office.follow.bad.seconds', figures) } : {};
  }

  const choose = (id: string) => {
    const person = office.people.find((one) => one.id === id);
    const before = office.people.find((one) => one.id === value.person);
    if (!person) return;
    // Of a new one nothing but his phone is known yet: it goes along with the choice.
    const swap = saved === null && barsOf(value.steps).length === 1;
    form.change({
      person: id,
      ...(value.name === (before?.name ?? '') ? { name: person.name } : {}),
      ...(swap
        ? {
            steps: value.steps.map((step) => ({
              ...step,
              targets: [{ to: person.extension, confirm: false }],
            })),
          }
        : {}),
    });
  };

  return (
    <div className={styles['stack']}>
      <Panel title={t('office.follow.whose')}>
        <form
          className={styles['form']}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            form.save();
          }}
        >
          <div className={styles['pair']}>
            <NativeSelect
              label={t('office.follow.person')}
              value={value.person}
              error={form.at('person')}
              onChange={(event) => choose(event.currentTarget.value)}
            >
              {office.people.map((person) => (
                <option key={person.id} value={person.id}>
                  {person.name} · {person.extension}
                </option>
              ))}
            </NativeSelect>
            <TextInput
              label={t('office.follow.name')}
              maxLength={80}
              value={value.name}
              error={form.at('name')}
              onChange={(event) => form.change({ name: event.currentTarget.value })}
            />
            <TextInput
              label={t('office.follow.number')}
              inputMode="numeric"
              maxLength={5}
              value={value.number}
              error={form.at('number')}
              onChange={(event) => form.change({ number: event.currentTarget.value.trim() })}
            />
          </div>
          <Steps office={office} form={form} />
          <PartActs
            form={form}
            {...(saved ? {} : { onCancel: () => void navigate('/departments/follow-me') })}
          />
        </form>
      </Panel>
      {saved && (
        <UsedBy
          isWide
          section="follow_me"
          number={saved.number}
          name={saved.name}
          onGone={() => void navigate('/departments/follow-me')}
        />
      )}
    </div>
  );
}

/** Every follow me, with its way in one line. */
export function FollowMeListPage() {
  const { t } = useTranslation();
  return (
    <OfficePage
      title={t('office.title')}
      acts={
        <Button component={Link} to="/departments/follow-me/new">
          {t('office.follow.new')}
        </Button>
      }
    >
      {(office) =>
        office.follow_me.length === 0 ? (
          <section className="v-card">
            <Empty title={t('office.follow.empty')}>
              <p>{t('office.follow.emptyText')}</p>
            </Empty>
          </section>
        ) : (
          <section className={`v-card ${styles['wide']}`} aria-label={t('office.room.follow-me')}>
            <table className={styles['table']}>
              <thead>
                <tr>
                  <th>{t('office.number')}</th>
                  <th>{t('office.follow.person')}</th>
                  <th>{t('office.follow.way')}</th>
                </tr>
              </thead>
              <tbody>
                {office.follow_me.map((one) => (
                  <tr key={one.number} className={styles['row']}>
                    <td>
                      <Link data-row to={`/departments/follow-me/${one.number}`}>
                        {one.number} · {one.name}
                      </Link>
                    </td>
                    <td data-label={t('office.follow.person')}>
                      {office.people.find((person) => person.id === one.person)?.name ?? one.person}
                    </td>
                    <td data-label={t('office.follow.way')}>
                      {one.steps
                        .map((step) => t('office.seconds', { count: step.seconds }))
                        .join(' + ')}
                      {' · '}
                      {t('office.follow.phones', { count: barsOf(one.steps).length })}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )
      }
    </OfficePage>
  );
}
