import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { InboundScheme } from '@/api/proof';
import { labelsQuery } from '@/api/queries';
import type { Office } from '@/api/types';
import { useLabelName } from '@/features/client/Chips';
import { now } from '@/ui/clock';
import { prettyNumber } from '@/ui/phone';
import { usePlace } from '@/ui/place';
import {
  type Case,
  hooksOf,
  LINE_STATES,
  linesInto,
  MOMENTS,
  presetMoment,
  presetsOf,
  STATES,
  withPreset,
} from './cases';
import classes from './LifeForm.module.css';

type Props = {
  asked: Case;
  onAsk: (asked: Case) => void;
  office: Office;
  /** The scheme that the call shall come into; null: whichever its line has. */
  scheme: InboundScheme | null;
};

/** Who calls, when, and how the world stands then. */
export function LifeForm({ asked, onAsk, office, scheme }: Props) {
  const { t } = useTranslation();
  const { zone } = usePlace();
  const set = (change: Partial<Case>) => onAsk({ ...asked, ...change });
  const into = linesInto(office, scheme?.id ?? null);
  const others = (office.lines ?? []).filter((line) => !into.includes(line));
  const line = office.lines?.find((one) => one.id === asked.line);
  const numbers = line?.kind === 'trunk' ? (line.numbers ?? []) : [];
  return (
    <div className={classes['form']}>
      <Chips label={t('proof.case.ready')}>
        {MOMENTS.map((moment) => (
          <button key={moment} type="button" onClick={() => set(presetMoment(moment, now(), zone))}>
            {t(`proof.case.moment.${moment}`)}
          </button>
        ))}
        {presetsOf(office).map((preset) => (
          <button
            key={preset.what === 'gateway' ? preset.id : preset.what}
            type="button"
            onClick={() => onAsk(withPreset(asked, preset, office, scheme?.id ?? null))}
          >
            {preset.what === 'gateway'
              ? t('proof.case.gatewayDead', { name: preset.name })
              : t(`proof.case.preset.${preset.what}` as 'proof.case.preset.quiet')}
          </button>
        ))}
      </Chips>
      <div className={classes['fields']}>
        <Field label={t('proof.case.caller')} isRow>
          {(id) => (
            <input
              id={id}
              value={asked.caller}
              maxLength={40}
              placeholder={t('proof.case.hidden')}
              autoComplete="off"
              onChange={(event) => set({ caller: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field label={t('proof.case.line')} isRow>
          {(id) => (
            <select
              id={id}
              value={asked.line}
              onChange={(event) => set({ line: event.currentTarget.value, number: '' })}
            >
              <optgroup label={t(scheme ? 'proof.case.intoThis' : 'proof.case.lines')}>
                {into.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                  </option>
                ))}
              </optgroup>
              {others.length > 0 && (
                <optgroup label={t('proof.case.intoOther')}>
                  {others.map((one) => (
                    <option key={one.id} value={one.id}>
                      {one.name}
                    </option>
                  ))}
                </optgroup>
              )}
            </select>
          )}
        </Field>
        {numbers.length > 1 && (
          <Field label={t('proof.case.number')} isRow>
            {(id) => (
              <select
                id={id}
                value={asked.number}
                onChange={(event) => set({ number: event.currentTarget.value })}
              >
                <option value="">{prettyNumber(numbers[0] ?? '')}</option>
                {numbers.slice(1).map((one) => (
                  <option key={one} value={one}>
                    {prettyNumber(one)}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <Field label={t('proof.case.day')} isRow>
          {(id) => (
            <span className={classes['when']}>
              <input
                id={id}
                type="date"
                required
                value={asked.day}
                onChange={(event) => set({ day: event.currentTarget.value })}
              />
              <input
                type="time"
                required
                aria-label={t('proof.case.time')}
                value={asked.time}
                onChange={(event) => set({ time: event.currentTarget.value })}
              />
            </span>
          )}
        </Field>
        <Field label={t('proof.case.keys')} isRow>
          {(id) => (
            <input
              id={id}
              value={asked.keys}
              maxLength={60}
              placeholder={t('proof.case.keysHint')}
              autoComplete="off"
              aria-invalid={!/^[0-9*# ,]*$/.test(asked.keys)}
              onChange={(event) => set({ keys: event.currentTarget.value })}
            />
          )}
        </Field>
        {!/^[0-9*# ,]*$/.test(asked.keys) && (
          <p role="alert" className={classes['wrong']}>
            {t('proof.case.keysWrong')}
          </p>
        )}
      </div>
      <Client {...{ asked, set, office }} />
      <People {...{ asked, set, office }} />
      <Lines {...{ asked, set, office }} />
      <More asked={asked} set={set} scheme={scheme} />
    </div>
  );
}

type PartProps = { asked: Case; set: (change: Partial<Case>) => void; office: Office };

function Client({ asked, set, office }: PartProps) {
  const { t } = useTranslation();
  const labels = useQuery(labelsQuery).data ?? [];
  const name = useLabelName();
  const told = [
    ...(asked.known ? [t('proof.case.known')] : []),
    ...asked.lists.map((slug) => name('list', slug)),
    ...asked.tags.map((slug) => name('tag', slug)),
  ];
  const toggle = (kind: 'lists' | 'tags', slug: string) =>
    set({
      [kind]: asked[kind].includes(slug)
        ? asked[kind].filter((one) => one !== slug)
        : [...asked[kind], slug],
    });
  return (
    <Fold title={t('proof.case.client')} told={told.join(', ') || t('proof.case.stranger')}>
      <div className={classes['checks']}>
        <label>
          <input
            type="checkbox"
            checked={asked.known}
            onChange={(event) => set({ known: event.currentTarget.checked })}
          />
          {t('proof.case.known')}
        </label>
        {labels.map(({ kind, slug }) => (
          <label key={`${kind} ${slug}`}>
            <input
              type="checkbox"
              checked={asked[kind === 'list' ? 'lists' : 'tags'].includes(slug)}
              onChange={() => toggle(kind === 'list' ? 'lists' : 'tags', slug)}
            />
            {t(kind === 'list' ? 'proof.case.onList' : 'proof.case.hasTag', {
              name: name(kind, slug),
            })}
          </label>
        ))}
      </div>
      <Field label={t('proof.case.manager')}>
        {(id) => (
          <select
            id={id}
            value={asked.manager}
            onChange={(event) => set({ manager: event.currentTarget.value })}
          >
            <option value="">{t('proof.case.noManager')}</option>
            {office.people?.map((one) => (
              <option key={one.extension} value={one.extension}>
                {one.name} {one.extension}
              </option>
            ))}
          </select>
        )}
      </Field>
    </Fold>
  );
}

function People({ asked, set, office }: PartProps) {
  const { t } = useTranslation();
  const people = office.people ?? [];
  const told = STATES.flatMap((state) => {
    const count = people.filter(
      (one) => (asked.people[one.extension] ?? 'silent') === state,
    ).length;
    return count > 0 ? [`${t(`proof.case.state.${state}`)}: ${count}`] : [];
  });
  return (
    <Fold title={t('proof.case.people')} told={told.join(', ')}>
      {people.map((one) => (
        <Field key={one.extension} label={`${one.name} ${one.extension}`} isRow>
          {(id) => (
            <select
              id={id}
              value={asked.people[one.extension] ?? 'silent'}
              onChange={(event) => {
                const state = STATES.find((each) => each === event.currentTarget.value);
                set({ people: { ...asked.people, [one.extension]: state ?? 'silent' } });
              }}
            >
              {STATES.map((state) => (
                <option key={state} value={state}>
                  {t(`proof.case.state.${state}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
      ))}
    </Fold>
  );
}

function Lines({ asked, set, office }: PartProps) {
  const { t } = useTranslation();
  const told = LINE_STATES.flatMap((state) => {
    const count = Object.values(asked.lines).filter((one) => one === state).length;
    return count > 0 ? [`${t(`proof.case.lineState.${state}`)}: ${count}`] : [];
  });
  return (
    <Fold
      title={t('proof.case.linesThen')}
      told={told.join(', ') || t('proof.case.lineState.allFree')}
    >
      {office.lines?.map((line) => (
        <Field key={line.id} label={line.name} isRow>
          {(id) => (
            <select
              id={id}
              value={asked.lines[line.id] ?? 'free'}
              onChange={(event) => {
                const { [line.id]: _, ...rest } = asked.lines;
                const state = LINE_STATES.find((each) => each === event.currentTarget.value);
                set({ lines: state ? { ...rest, [line.id]: state } : rest });
              }}
            >
              <option value="free">{t('proof.case.lineState.free')}</option>
              {LINE_STATES.map((state) => (
                <option key={state} value={state}>
                  {t(`proof.case.lineState.${state}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
      ))}
    </Fold>
  );
}

type MoreProps = Omit<PartProps, 'office'> & { scheme: InboundScheme | null };

/** Patience, who waits before him, and what programs of the company say. */
function More({ asked, set, scheme }: MoreProps) {
  const { t } = useTranslation();
  const hooks = hooksOf(scheme);
  const hasQueue = Object.values(scheme?.nodes ?? {}).some((one) => one.kind === 'queue');
  const told = [
    asked.patience
      ? t('proof.case.patienceTold', { seconds: asked.patience })
      : t('proof.case.patient'),
  ];
  return (
    <Fold title={t('proof.case.more')} told={told.join(', ')}>
      <TextInput
        size="xs"
        inputMode="numeric"
        label={t('proof.case.patience')}
        description={t('proof.case.patienceHint')}
        inputWrapperOrder={['label', 'input', 'description']}
        value={asked.patience}
        maxLength={4}
        error={
          /^\d{0,4}$/.test(asked.patience.trim()) && Number(asked.patience) <= 7200
            ? null
            : t('proof.case.patienceWrong')
        }
        onChange={(event) => set({ patience: event.currentTarget.value })}
      />
      {(hasQueue || !scheme) && (
        <Field label={t('proof.case.queue')} isRow>
          {(id) => (
            <input
              id={id}
              type="number"
              min={0}
              max={200}
              value={asked.queue}
              onChange={(event) =>
                set({ queue: Math.min(200, Math.max(0, event.currentTarget.valueAsNumber || 0)) })
              }
            />
          )}
        </Field>
      )}
      {hooks.map(({ url, branches }) => (
        <Field key={url} label={t('proof.case.hook', { url })}>
          {(id) => (
            <select
              id={id}
              value={asked.hooks[url] ?? ''}
              onChange={(event) =>
                set({ hooks: { ...asked.hooks, [url]: event.currentTarget.value } })
              }
            >
              <option value="">{t('proof.case.hookSilent')}</option>
              {branches.map((branch) => (
                <option key={branch} value={branch}>
                  {branch}
                </option>
              ))}
            </select>
          )}
        </Field>
      ))}
    </Fold>
  );
}

function Fold({ title, told, children }: { title: string; told: string; children: ReactNode }) {
  return (
    <details className={classes['fold']}>
      <summary>
        <span>{title}</span>
        <small>{told}</small>
      </summary>
      <div>{children}</div>
    </details>
  );
}

type FieldProps = { label: string; isRow?: boolean; children: (id: string) => ReactNode };

function Field({ label, isRow, children }: FieldProps) {
  const id = useId();
  return (
    <div className={classes[isRow ? 'row' : 'field']}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}

type ChipsProps = { label: string; children: ReactNode };

function Chips({ label, children }: ChipsProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div className={classes['chips']} role="group" aria-label={label}>
      {children}
    </div>
  );
}
