import '@mantine/core/styles/Alert.css';
import '@mantine/core/styles/Combobox.css';
import '@mantine/core/styles/NumberInput.css';
import { ActionIcon, Alert, Button, NumberInput, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import {
  approveRules,
  putRules,
  type RetentionGroup,
  type RetentionRules,
  type Retention as Rules,
  retentionQuery,
  tryRules,
} from '@/api/privacy';
import { officeQuery } from '@/api/queries';
import { useMe } from '@/app/context';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { useMoments } from '@/ui/place';
import { MeanIt } from './MeanIt';
import classes from './Privacy.module.css';
import { usePrivacyProblem } from './problem';
import { hoursOf, sizeOf } from './size';

/** How long sounds are kept, what would go, and the owner's yes to it. */
export function Retention() {
  const { t } = useTranslation();
  const query = useQuery(retentionQuery);
  return (
    <section className={`v-card ${classes['card']}`} aria-label={t('privacy.retention')}>
      <h2>{t('privacy.retention')}</h2>
      <p className="v-mute">{t('privacy.retentionText')}</p>
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <p className="v-mute">{t('privacy.waiting')}</p>}
      {query.data && <Form key={query.data.digest} told={query.data} />}
    </section>
  );
}

function Form({ told }: { told: Rules }) {
  const { t } = useTranslation();
  const { role } = useMe();
  const { full } = useMoments();
  const problem = usePrivacyProblem();
  const cache = useQueryClient();
  const office = useQuery(officeQuery);
  const [rules, setRules] = useState<RetentionRules>(told.rules);
  const [asks, setAsks] = useState<'on' | 'off' | null>(null);
  const isChanged = JSON.stringify(rules) !== JSON.stringify(told.rules);
  const dry = useMutation({ mutationFn: tryRules });
  const save = useMutation({
    mutationFn: () => putRules(rules, told.version),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['retention'] }),
  });
  const departments = office.data?.departments ?? [];
  const own = rules.departments ?? [];
  const free = departments.filter((one) => !own.some((rule) => rule.department === one.number));
  const set = (at: number, change: object) =>
    setRules({
      ...rules,
      departments: own.map((rule, place) => (place === at ? { ...rule, ...change } : rule)),
    });
  const groups = isChanged ? dry.data?.groups : told.groups;
  return (
    <>
      <div className={classes['rules']}>
        <div className={classes['rule']}>
          <b>{t('privacy.company')}</b>
          <DaysInput
            label={t('privacy.recordings')}
            value={rules.company?.recordings ?? null}
            onChange={(recordings) =>
              setRules({ ...rules, company: { ...rules.company, recordings } })
            }
          />
          <DaysInput
            label={t('privacy.messages')}
            value={rules.company?.messages ?? null}
            onChange={(messages) => setRules({ ...rules, company: { ...rules.company, messages } })}
          />
        </div>
        {own.map((rule, at) => (
          <div className={classes['rule']} key={rule.department}>
            <b>
              {departments.find((one) => one.number === rule.department)?.name ?? rule.department}
            </b>
            <DaysInput
              label={t('privacy.recordings')}
              value={rule.recordings ?? null}
              onChange={(recordings) => set(at, { recordings })}
            />
            <DaysInput
              label={t('privacy.messages')}
              value={rule.messages ?? null}
              onChange={(messages) => set(at, { messages })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={t('privacy.dropRule')}
              onClick={() =>
                setRules({ ...rules, departments: own.filter((_, place) => place !== at) })
              }
            >
              <Icon name="close" size={16} />
            </ActionIcon>
          </div>
        ))}
        {free.length > 0 && (
          <Select
            aria-label={t('privacy.addRule')}
            placeholder={t('privacy.addRule')}
            maw={320}
            value={null}
            data={free.map((one) => ({ value: one.number, label: one.name }))}
            onChange={(department) =>
              department &&
              setRules({ ...rules, departments: [...own, { ...rules.company, department }] })
            }
          />
        )}
      </div>
      {isChanged && (
        <div className={classes['acts']}>
          <Button variant="default" loading={dry.isPending} onClick={() => dry.mutate(rules)}>
            {t('privacy.dryRun')}
          </Button>
          <Button loading={save.isPending} onClick={() => save.mutate()}>
            {t('action.save')}
          </Button>
          <Button variant="subtle" onClick={() => setRules(told.rules)}>
            {t('action.cancel')}
          </Button>
        </div>
      )}
      {(save.isError || dry.isError) && (
        <Alert color="red">{problem(save.error ?? dry.error)}</Alert>
      )}
      {groups && <Groups groups={groups} isEmpty={told.state === 'off' && !isChanged} />}
      {!isChanged && told.state === 'unseen' && (
        <Alert color="yellow" title={t('privacy.unseen')}>
          <p>{t(role === 'owner' ? 'privacy.unseenText' : 'privacy.unseenOwner')}</p>
          {role === 'owner' && (
            <Button mt={10} color="red" onClick={() => setAsks('on')}>
              {t('privacy.turnOn')}
            </Button>
          )}
        </Alert>
      )}
      {!isChanged && told.state === 'on' && (
        <div className={classes['head']}>
          <span>
            {t('privacy.isOn', {
              who: told.approved_by ?? '',
              when: told.approved_at ? full(told.approved_at) : '',
            })}
          </span>
          {role === 'owner' && (
            <Button variant="default" onClick={() => setAsks('off')}>
              {t('privacy.turnOff')}
            </Button>
          )}
        </div>
      )}
      {asks && (
        <MeanIt
          danger={asks === 'on'}
          title={t(asks === 'on' ? 'privacy.turnOn' : 'privacy.turnOff')}
          act={t(asks === 'on' ? 'privacy.turnOn' : 'privacy.turnOff')}
          run={async (password) => {
            cache.setQueryData(
              ['retention'],
              await approveRules(asks === 'on' ? told.digest : null, password),
            );
          }}
          onClose={() => setAsks(null)}
        >
          {asks === 'on' && <p>{t('privacy.turnOnText')}</p>}
        </MeanIt>
      )}
    </>
  );
}

function Groups({ groups, isEmpty }: { groups: RetentionGroup[]; isEmpty: boolean }) {
  const { t, i18n } = useTranslation();
  const { full } = useMoments();
  if (isEmpty) return null;
  if (groups.length === 0) return <p>{t('privacy.nothingGoes')}</p>;
  return (
    <div className={classes['scroll']}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th>{t('privacy.whatGoes')}</th>
            <th>{t('privacy.count.title')}</th>
            <th>{t('privacy.count.hours')}</th>
            <th>{t('privacy.count.size')}</th>
            <th>{t('privacy.oldest')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {groups.map((one) => (
            <tr key={`${one.kind}/${one.department}/${one.days}`}>
              <td>
                {t(`privacy.${one.kind}`)}, {one.department_name ?? t('privacy.company')}
                <div className="v-mute">
                  {t('privacy.olderThan', { count: one.days })}
                  {one.held > 0 && `, ${t('privacy.heldCount', { count: one.held })}`}
                </div>
              </td>
              <td>{one.count.toLocaleString(i18n.language)}</td>
              <td>{hoursOf(one.seconds, i18n.language)}</td>
              <td>{sizeOf(one.bytes, i18n.language)}</td>
              <td>{one.oldest ? full(one.oldest) : '—'}</td>
              <td>
                <Link to={logOf(one)}>{t('privacy.show')}</Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function logOf(one: RetentionGroup): string {
  const params = new URLSearchParams({ until: one.until.slice(0, 10), since: '2000-01-01' });
  params.set(one.kind === 'recordings' ? 'recorded' : 'mail', '1');
  if (one.department) params.set('department', one.department);
  return `/calls?${params}`;
}

type DaysProps = { label: string; value: number | null; onChange(value: number | null): void };

function DaysInput({ label, value, onChange }: DaysProps) {
  const { t } = useTranslation();
  return (
    <NumberInput
      label={label}
      placeholder={t('privacy.forever')}
      min={1}
      max={36500}
      allowDecimal={false}
      allowNegative={false}
      value={value ?? ''}
      onChange={(days) => onChange(typeof days === 'number' && days >= 1 ? days : null)}
    />
  );
}
