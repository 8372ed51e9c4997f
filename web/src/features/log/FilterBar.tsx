import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { labelsQuery } from '@/api/queries';
import type { Department, LineState } from '@/api/types';
import { useLive, useMe, usePeople } from '@/app/context';
import { useLabelName } from '@/features/client/Chips';
import { now } from '@/ui/clock';
import { Icon } from '@/ui/Icon';
import { dayOf, duration } from '@/ui/time';
import {
  countFilters,
  DIRECTIONS,
  type Filters,
  isFigure,
  PERIODS,
  RESULTS,
  SCORES,
  TALKED,
  WAITED,
} from './filters';
import classes from './Log.module.css';
import { useSchemeMarks } from './schemeMarks';

const NO_DEPARTMENTS: Department[] = [];
const NO_LINES: LineState[] = [];

type Props = { filters: Filters; onChange(change: Partial<Filters>): void; onClear(): void };

export function FilterBar({ filters, onChange, onClear }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const people = usePeople();
  const departments = useLive((state) => state.board?.departments ?? NO_DEPARTMENTS);
  const lines = useLive((state) => state.board?.lines ?? NO_LINES);
  const marks = useSchemeMarks();
  const given = (useQuery(labelsQuery).data ?? []).filter((one) => one.kind === 'tag');
  const tags = [...new Set([...marks.tags, ...given.map((one) => one.slug)])].sort();
  const name = useLabelName();
  const [open, setOpen] = useState(false);
  const count = countFilters(filters);
  const today = dayOf(now(), me.company.time_zone);

  const setPeriod = (value: string) => {
    if (value === 'days') onChange({ period: 'days', since: today, until: today });
    else
      onChange({ period: PERIODS.find((one) => one === value) ?? null, since: null, until: null });
  };

  return (
    <fieldset className={classes['bar']} aria-label={t('filter.label')}>
      <Pick
        label={t('filter.period')}
        any={t('filter.anyPeriod')}
        value={filters.period}
        options={[
          ...PERIODS.map((value) => ({ value, text: t(`filter.periods.${value}`) })),
          { value: 'days', text: t('filter.periods.days') },
        ]}
        onChange={(value) => setPeriod(value ?? '')}
      />
      {filters.period === 'days' && (
        <>
          <input
            type="date"
            aria-label={t('filter.since')}
            value={filters.since ?? ''}
            max={filters.until ?? today}
            onChange={(event) =>
              onChange({ period: 'days', since: event.currentTarget.value || null })
            }
          />
          <input
            type="date"
            aria-label={t('filter.until')}
            value={filters.until ?? ''}
            min={filters.since ?? ''}
            max={today}
            onChange={(event) =>
              onChange({ period: 'days', until: event.currentTarget.value || null })
            }
          />
        </>
      )}
      {isFigure(filters) && (
        <button
          type="button"
          className={classes['toggle']}
          aria-pressed="true"
          onClick={() => onChange({ figure: null, waitedFrom: null, waitedTo: null })}
        >
          {t('filter.figure')} <Icon name="close" size={12} />
        </button>
      )}
      <button
        type="button"
        className={classes['toggle']}
        aria-pressed={filters.result === 'missed'}
        onClick={() => onChange({ result: filters.result === 'missed' ? null : 'missed' })}
      >
        {t('filter.missed')}
      </button>
      <button
        type="button"
        className={`${classes['toggle']} ${classes['more']}`}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {count > 0 ? t('filter.moreCount', { count }) : t('filter.more')}
      </button>
      <div className={classes['rest']} data-open={open}>
        <Pick
          label={t('filter.direction')}
          value={filters.direction}
          options={DIRECTIONS.map((value) => ({ value, text: t(`direction.${value}`) }))}
          onChange={(direction) => onChange({ direction })}
        />
        <Pick
          label={t('filter.result')}
          value={filters.result}
          options={RESULTS.map((value) => ({ value, text: t(`result.${value}`) }))}
          onChange={(result) => onChange({ result })}
        />
        <Pick
          label={t('filter.person')}
          value={filters.person}
          options={people.map((one) => ({
            value: one.extension,
            text: `${one.name} ${one.extension}`,
          }))}
          onChange={(person) => onChange({ person })}
        />
        <Pick
          label={t('filter.department')}
          value={filters.department}
          options={departments.map((one) => ({
            value: one.number,
            text: `${one.number} · ${one.name}`,
          }))}
          onChange={(department) => onChange({ department })}
        />
        <Pick
          label={t('filter.line')}
          value={filters.line}
          options={lines.map((one) => ({ value: one.id, text: one.name }))}
          onChange={(line) => onChange({ line })}
        />
        <Pick
          label={t('filter.tag')}
          value={filters.tag}
          options={tags.map((value) => ({ value, text: name('tag', value) }))}
          onChange={(tag) => onChange({ tag })}
        />
        <Pick
          label={t('filter.source')}
          value={filters.source}
          options={marks.sources.map((value) => ({ value, text: name('tag', value) }))}
          onChange={(source) => onChange({ source })}
        />
        {(marks.asksScore || filters.score !== null) && (
          <Pick
            label={t('filter.score')}
            value={filters.score === null ? null : String(filters.score)}
            options={SCORES.map((value) => ({
              value: String(value),
              text: t('call.scoreOf', { score: value }),
            }))}
            onChange={(score) => onChange({ score: score === null ? null : Number(score) })}
          />
        )}
        {(['talked', 'waited'] as const).map((kind) => (
          <Pick
            key={kind}
            label={t(`logTools.${kind}`)}
            value={filters[kind] === null ? null : String(filters[kind])}
            options={(kind === 'talked' ? TALKED : WAITED).map((value) => ({
              value: String(value),
              text: `${t(`logTools.${kind}`)} ${t(value < 0 ? 'logTools.to' : 'logTools.from', {
                time: duration(Math.abs(value)),
              })}`,
            }))}
            onChange={(value) => onChange({ [kind]: value === null ? null : Number(value) })}
          />
        ))}
        <button
          type="button"
          className={classes['toggle']}
          aria-pressed={filters.callback}
          onClick={() => onChange({ callback: !filters.callback })}
        >
          <Icon name="clock" size={15} /> {t('logTools.callback')}
        </button>
        <button
          type="button"
          className={classes['toggle']}
          aria-pressed={filters.mail}
          onClick={() => onChange({ mail: !filters.mail })}
        >
          <Icon name="mail" size={15} /> {t('filter.mail')}
        </button>
        <button
          type="button"
          className={classes['toggle']}
          aria-pressed={filters.recorded}
          onClick={() => onChange({ recorded: !filters.recorded })}
        >
          <Icon name="tape" size={15} /> {t('filter.recorded')}
        </button>
      </div>
      {filters.client && (
        <button
          type="button"
          className={classes['toggle']}
          aria-pressed="true"
          onClick={() => onChange({ client: null })}
        >
          <span className="v-num">{filters.client}</span> <Icon name="close" size={13} />
        </button>
      )}
      {(count > 0 || filters.q) && (
        <Button variant="subtle" size="compact-sm" onClick={onClear}>
          {t('filter.clear')}
        </Button>
      )}
    </fieldset>
  );
}

type PickProps<T extends string> = {
  label: string;
  /** What stands there when nothing is chosen; the label itself when not given. */
  any?: string;
  value: string | null;
  options: { value: T; text: string }[];
  onChange(value: T | null): void;
};

/** A plain select: known to every keyboard, phone and screen reader. */
function Pick<T extends string>({ label, any, value, options, onChange }: PickProps<T>) {
  const { t } = useTranslation();
  if (options.length === 0) return null;
  const isKnown = value === null || options.some((option) => option.value === value);
  return (
    <select
      aria-label={label}
      data-set={value !== null}
      value={value ?? ''}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        onChange(options.find((option) => option.value === chosen)?.value ?? null);
      }}
    >
      <option value="">{value === null ? (any ?? label) : t('filter.any')}</option>
      {!isKnown && <option value={value}>{value}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text}
        </option>
      ))}
    </select>
  );
}
