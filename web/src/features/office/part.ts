/**
 * A part of the office in a form: what is typed stays, whatever the hub answers, till it is saved
 * or thrown away; it waits in memory when its page is left.
 */
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, isStatus } from '@/api/error';
import { type Parts, putPart, type Section } from '@/api/parts';
import { keys } from '@/api/queries';
import { useProblem } from '@/ui/problem';
import { officeKeys } from './queries';

type Draft<T> = { value: T; based: number };
/** By account too: another person at the same screen sees none of it. */
const drafts = new Map<string, Draft<unknown>>();

/** Words beside fields of a form, by the path of the field: `steps/0/seconds`. */
export type Faults = Record<string, string>;

type Told = { field?: string | null; text?: string; severity?: string };

export type PartForm<T> = {
  value: T;
  isTyped: boolean;
  isPending: boolean;
  change(next: Partial<T>): void;
  /** Something goes; `back` puts it back into whatever the form holds by then. */
  remove(what: string, next: Partial<T>, back: (now: T) => T): void;
  removed: string | null;
  putBack(): void;
  /** What is wrong at a field or under it, after a try to save. */
  at(field: string): string | null;
  /** What is wrong with no field of this form. */
  fault: string | null;
  /** Somebody has changed this very thing meanwhile: what, in words. */
  stale: string[] | null;
  save(): void;
  saveOver(): void;
  reset(): void;
};

type Asked<S extends Section> = {
  section: S;
  /** Empty for a section that is one thing, and for a thing that is being made. */
  name: string;
  saved: Parts[S];
  version: number;
  account: number;
  /** First words of the paths that the form shows beside its fields. */
  fields: readonly string[];
  check?: (value: Parts[S]) => Faults;
  isNew?: boolean;
  /** The key of a thing that is being made. */
  keyOf?: (value: Parts[S]) => string;
  /** The fields that this form edits, where other forms edit the rest of the same part. */
  only?: readonly (keyof Parts[S] & string)[];
  /** A secret is in it: it is forgotten with its page. */
  isSecret?: boolean;
  onSaved?: (value: Parts[S]) => void;
};

export function usePart<S extends Section>(asked: Asked<S>): PartForm<Parts[S]> {
  type T = Parts[S];
  const { t } = useTranslation();
  const memory = useQueryClient();
  const problem = useProblem();
  const id = [asked.account, asked.section, asked.isNew ? '+' : asked.name, asked.only].join('/');
  const [draft, setDraft] = useState(() => (drafts.get(id) as Draft<T> | undefined) ?? null);
  const [tried, setTried] = useState(false);
  const lost = useRef<((now: T) => T) | null>(null);
  const [removed, setRemoved] = useState<string | null>(null);
  const value = draft ? merged(asked.saved, draft.value, asked.only) : asked.saved;
  const own = asked.check?.(value) ?? {};

  const keep = (next: Draft<T> | null) => {
    if (next && !asked.isSecret) drafts.set(id, next);
    else drafts.delete(id);
    setDraft(next);
  };
  const set = (next: T) => keep({ value: next, based: draft?.based ?? asked.version });

  const save = useMutation({
    mutationFn: (based: number) =>
      putPart({
        section: asked.section,
        key: asked.isNew ? (asked.keyOf?.(value) ?? '') : asked.name,
        value,
        based_on: based,
        ...(asked.isNew ? { is_new: true } : {}),
      }),
    onSuccess: async ({ version }) => {
      notifications.show({ message: t('office.saved', { version }) });
      await Promise.all(
        [keys.office, keys.lines, officeKeys.numbers, officeKeys.calendar, officeKeys.dialling].map(
          (queryKey) => memory.invalidateQueries({ queryKey }),
        ),
      );
      keep(null);
      setTried(false);
      setRemoved(null);
      asked.onSaved?.(value);
    },
  });

  const failed = save.error instanceof ApiError ? save.error : null;
  const told = problemsOf(failed);
  const isOwn = (one: Told) => asked.fields.includes((one.field ?? '').split('/')[0] ?? '');
  const isStale = failed?.code === 'stale_office';
  const loose = told.filter((one) => !isOwn(one)).map((one) => one.text ?? '');
  const taken = failed?.code === 'part_exists' ? String(failed.facts['key'] ?? '') : null;
  const faultText =
    taken !== null
      ? t('office.exists', { number: taken })
      : told.length > 0
        ? loose.join(' ')
        : save.error
          ? problem(save.error)
          : '';

  const submit = (based: number) => {
    setTried(true);
    if (Object.keys(own).length === 0) save.mutate(based);
  };

  return {
    value,
    isTyped: draft !== null,
    isPending: save.isPending,
    change: (next) => {
      if (!save.isPending && save.isError && !isStale) save.reset();
      set({ ...value, ...next });
    },
    remove: (what, next, back) => {
      lost.current = back;
      setRemoved(what);
      set({ ...value, ...next });
    },
    removed,
    putBack: () => {
      if (lost.current) set(lost.current(value));
      lost.current = null;
      setRemoved(null);
    },
    at: (field) => {
      const here = ([path]: [string, string]) => path === field || path.startsWith(`${field}/`);
      const mine = tried ? Object.entries(own).find(here)?.[1] : undefined;
      return mine ?? told.find((one) => one.field && here([one.field, '']))?.text ?? null;
    },
    fault: isStale ? null : faultText || null,
    stale: isStale ? strings(failed?.facts['changes']) : null,
    save: () => submit(draft?.based ?? asked.version),
    saveOver: () => {
      const version = Number(failed?.facts['version'] ?? asked.version);
      if (draft) keep({ ...draft, based: version });
      submit(version);
    },
    reset: () => {
      keep(null);
      save.reset();
      setTried(false);
      setRemoved(null);
      if (isStatus(save.error, 409)) void memory.invalidateQueries({ queryKey: keys.office });
    },
  };
}

/** What is typed, in what is in force: of fields that others edit the newest. */
function merged<T>(saved: T, typed: T, only: readonly (keyof T & string)[] | undefined): T {
  if (!only) return typed;
  return { ...saved, ...Object.fromEntries(only.map((field) => [field, typed[field]])) };
}

function problemsOf(failed: ApiError | null): Told[] {
  const problems = failed?.facts['problems'];
  if (!Array.isArray(problems)) return [];
  return (problems as Told[]).filter((one) => one.severity !== 'warning');
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
