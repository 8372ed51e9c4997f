import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { simulate } from '@/api/hub';
import { labelsQuery, officeQuery } from '@/api/queries';
import type { Life, Moment, Office, Tale } from '@/api/types';
import { useMe } from '@/app/context';
import { Top } from '@/app/Top';
import { useLabelName } from '@/features/client/Chips';
import { now } from '@/ui/clock';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { usePlace } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import { dayOf, duration, midnight } from '@/ui/time';
import { useTitle } from '@/ui/title';
import classes from './Check.module.css';
import { WhoRings } from './WhoRings';

const PHONES = ['free', 'answers', 'busy', 'offline'] as const;
type PhoneState = (typeof PHONES)[number];

type Form = {
  line: string;
  caller: string;
  day: string;
  time: string;
  keys: string;
  list: string;
  known: boolean;
  phones: Record<string, PhoneState>;
};

/** What happens if: one caller's life through the schemes as they are now, second by second. */
export function CheckPage() {
  const { t } = useTranslation();
  useTitle(t('check.title'));
  const office = useQuery(officeQuery);
  return (
    <>
      <Top />
      <h1 className={classes['title']}>{t('check.title')}</h1>
      <p className={classes['lead']}>{t('check.lead')}</p>
      {office.isError && <Failure error={office.error} retry={() => void office.refetch()} />}
      {office.data &&
        (office.data.lines?.length ? (
          <>
            <Check office={office.data} />
            <WhoRings office={office.data} />
          </>
        ) : (
          <section className="v-card">
            <Empty title={t('check.noLines')}>
              <p>{t('devices.publish')}</p>
            </Empty>
          </section>
        ))}
    </>
  );
}

function Check({ office }: { office: Office }) {
  const { t } = useTranslation();
  const me = useMe();
  const { zone } = usePlace();
  const problem = useProblem();
  const name = useLabelName();
  const labels = useQuery(labelsQuery).data ?? [];
  const [form, setForm] = useState<Form>(() => ({
    line: office.lines?.[0]?.id ?? '',
    caller: '+375291234567',
    day: dayOf(now(), zone),
    time: '11:00',
    keys: '',
    list: '',
    known: false,
    phones: {},
  }));
  const set = (change: Partial<Form>) => setForm((before) => ({ ...before, ...change }));
  const run = useMutation({ mutationFn: () => simulate(lifeOf(form, zone)) });
  const may = me.role !== 'employee';

  if (!may) {
    return (
      <section className="v-card">
        <Empty title={t('check.forbidden')}>
          <p>{t('check.forbiddenText')}</p>
        </Empty>
      </section>
    );
  }
  return (
    <div className={classes['cols']}>
      <form
        className={`v-card ${classes['form']}`}
        onSubmit={(event) => {
          event.preventDefault();
          run.mutate();
        }}
      >
        <label>
          <span>{t('check.line')}</span>
          <select value={form.line} onChange={(event) => set({ line: event.currentTarget.value })}>
            {office.lines?.map((line) => (
              <option key={line.id} value={line.id}>
                {line.name}
              </option>
            ))}
          </select>
        </label>
        <TextInput
          label={t('check.caller')}
          description={t('check.callerHint')}
          value={form.caller}
          maxLength={40}
          onChange={(event) => set({ caller: event.currentTarget.value })}
        />
        <div className={classes['when']}>
          <label>
            <span>{t('check.day')}</span>
            <input
              type="date"
              required
              value={form.day}
              onChange={(event) => set({ day: event.currentTarget.value })}
            />
          </label>
          <label>
            <span>{t('check.time')}</span>
            <input
              type="time"
              required
              value={form.time}
              onChange={(event) => set({ time: event.currentTarget.value })}
            />
          </label>
        </div>
        <label>
          <span>{t('check.client')}</span>
          <select
            value={form.list || (form.known ? 'known' : '')}
            onChange={(event) => {
              const value = event.currentTarget.value;
              set({ known: value !== '', list: value === 'known' ? '' : value });
            }}
          >
            <option value="">{t('check.stranger')}</option>
            <option value="known">{t('check.known')}</option>
            {labels
              .filter((label) => label.kind === 'list')
              .map((label) => (
                <option key={label.slug} value={label.slug}>
                  {name('list', label.slug)}
                </option>
              ))}
          </select>
        </label>
        <TextInput
          label={t('check.keys')}
          description={t('check.keysHint')}
          value={form.keys}
          maxLength={60}
          pattern="[0-9*# ,]*"
          onChange={(event) => set({ keys: event.currentTarget.value })}
        />
        <fieldset>
          <legend>{t('check.phones')}</legend>
          {office.devices?.map((device) => {
            const owner = office.people?.find(
              (one) => one.extension === device.account.split('-')[0],
            );
            return (
              <label key={device.account} className={classes['phone']}>
                <span>
                  {owner?.name ?? device.name} <small>{device.account}</small>
                </span>
                <select
                  value={form.phones[device.account] ?? 'free'}
                  onChange={(event) => {
                    const state = PHONES.find((one) => one === event.currentTarget.value);
                    set({ phones: { ...form.phones, [device.account]: state ?? 'free' } });
                  }}
                >
                  {PHONES.map((state) => (
                    <option key={state} value={state}>
                      {t(`check.phone.${state}`)}
                    </option>
                  ))}
                </select>
              </label>
            );
          })}
        </fieldset>
        <Button type="submit" loading={run.isPending}>
          {t('check.go')}
        </Button>
        {run.isError && (
          <p role="alert" className={classes['failed']}>
            {problem(run.error)}
          </p>
        )}
      </form>
      <section className="v-card" aria-labelledby="tale-title" aria-live="polite">
        <div className="v-head">
          <h2 id="tale-title">{t('check.tale')}</h2>
          {run.data && <small>{t('check.waited', { time: duration(run.data.waited) })}</small>}
        </div>
        {run.data ? (
          <TaleList tale={run.data} />
        ) : (
          <Empty title={t('check.empty')}>
            <p>{t('check.emptyText')}</p>
          </Empty>
        )}
      </section>
    </div>
  );
}

/** That a node is left by its only way out goes without saying. */
function isTold(moment: Moment): boolean {
  return !(moment.code === 'life.leaves' && moment.facts?.['port'] === 'next');
}

function TaleList({ tale }: { tale: Tale }) {
  const { t } = useTranslation();
  return (
    <>
      <p className={classes['end']} data-end={tale.end}>
        {t(`check.end.${tale.end}` as 'check.end.talk', { defaultValue: tale.end })}
      </p>
      <ol className={classes['tale']}>
        {tale.moments.filter(isTold).map((moment, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a moment has no identity but its place
          <li key={index} data-code={moment.code}>
            <small>{duration(moment.at)}</small>
            <span>{moment.text}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

function lifeOf(form: Form, zone: string): Life {
  const [h = 0, m = 0] = form.time.split(':').map(Number);
  const at = new Date(midnight(form.day, zone) + (h * 60 + m) * 60_000).toISOString();
  const phones: Record<string, { state: string; answers: number | null }> = {};
  for (const [account, state] of Object.entries(form.phones)) {
    if (state === 'answers') phones[account] = { state: 'free', answers: 3 };
    else phones[account] = { state, answers: null };
  }
  return {
    line: form.line,
    caller: form.caller.trim(),
    at,
    client: { known: form.known, lists: form.list ? [form.list] : [], tags: [] },
    phones,
    away: {},
    outside: {},
    lines: {},
    keys: form.keys
      .split(/[\s,]+/)
      .filter(Boolean)
      .map((digits) => ({ digits, after: 2 })),
    hooks: {},
    queue_ahead: 0,
    // What is not said is the best case: the hub fills it in.
  } as unknown as Life;
}
