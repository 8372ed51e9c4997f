/**
 * The form of a person: what is typed stays, whatever the hub answers, till it is saved or thrown
 * away; it waits in memory when its page is left. A PIN does not.
 */
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/error';
import { type PersonEdit, type Saved, savePerson } from '@/api/people';
import { type Bad, badOf, bodyOf, type Draft } from './draft';
import { useRefreshed } from './queries';
import { useRefusal } from './refusal';

/** `was`: what the form began from. */
type Kept = { draft: Draft; based: number; was: Draft };
/** By account too: another person at the same screen sees none of it. */
const kept = new Map<string, Kept>();
type Told = { field?: string | null; text?: string; severity?: string };

export type PersonForm = {
  draft: Draft;
  isTyped: boolean;
  isPending: boolean;
  change(next: Partial<Draft>): void;
  /** What is wrong with a field or under it, after a try to save. */
  at(field: string): string | null;
  fault: string | null;
  stale: string[] | null;
  save(): void;
  saveOver(): void;
  reset(): void;
};

type Asked = {
  person: string | null;
  account: number;
  saved: Draft;
  version: number;
  more(draft: Draft): Partial<PersonEdit>;
  onSaved(saved: Saved): void;
};

export function usePersonForm(asked: Asked): PersonForm {
  const { t } = useTranslation();
  const problem = useRefusal();
  const refreshed = useRefreshed();
  const id = `${asked.account}/${asked.person ?? '+'}`;
  const [typed, setTyped] = useState<Kept | null>(() => kept.get(id) ?? null);
  const [tried, setTried] = useState(false);
  const draft = typed?.draft ?? asked.saved;
  const was = typed?.was ?? asked.saved;
  const bad: Bad = tried ? badOf(draft) : {};

  const keep = (next: Kept | null) => {
    if (next) kept.set(id, { ...next, draft: { ...next.draft, pin: '' } });
    else kept.delete(id);
    setTyped(next);
  };
  const save = useMutation({
    mutationFn: (based: number) =>
      savePerson(asked.person, {
        ...bodyOf(draft, asked.person === null ? null : based, was),
        ...asked.more(draft),
      }),
    onSuccess: async (saved) => {
      const isSame = saved.plan.length === 0;
      // Who comes in and what he sees is no part of the office: it makes no version.
      const isLetIn = ['login', 'role', 'sight', 'sees'].some(
        (field) => String(draft[field as keyof Draft]) !== String(was[field as keyof Draft]),
      );
      const word = isLetIn ? 'staff.form.savedAccount' : 'staff.form.nothing';
      notifications.show({
        message: isSame ? t(word) : t('staff.form.saved', { version: saved.version }),
      });
      await refreshed();
      keep(null);
      setTried(false);
      asked.onSaved(saved);
    },
  });
  const failed = save.error instanceof ApiError ? save.error : null;
  const listed = failed?.facts['problems'];
  const told: Told[] = Array.isArray(listed) ? listed : [];
  const isStale = failed?.code === 'stale_office';
  const loose = told
    .filter((one) => !one.field && one.severity !== 'warning')
    .map((one) => one.text ?? '')
    .join(' ');
  const general = told.length > 0 ? loose || t('staff.form.kept') : problem(save.error);

  const submit = (based: number) => {
    setTried(true);
    if (Object.keys(badOf(draft)).length === 0) save.mutate(based);
  };
  const based = typed?.based ?? asked.version;
  return {
    draft,
    isTyped: typed !== null,
    isPending: save.isPending,
    change: (next) => {
      if (save.isError && !isStale) save.reset();
      keep({ draft: { ...draft, ...next }, based, was });
    },
    at: (field) => {
      const own = bad[field];
      if (own) return t(`staff.form.bad.${own}`);
      const mine = told.find(
        (one) =>
          one.severity !== 'warning' &&
          (one.field === field || one.field?.startsWith(`${field}/`) === true),
      );
      return mine?.text ?? null;
    },
    fault: save.isError && !isStale ? general : null,
    stale: isStale ? strings(failed?.facts['changes']) : null,
    save: () => submit(based),
    saveOver: () => {
      const version = Number(failed?.facts['version'] ?? based);
      if (typed) keep({ ...typed, based: version });
      submit(version);
    },
    reset: () => {
      save.reset();
      keep(null);
      setTried(false);
    },
  };
}

function strings(found: unknown): string[] {
  return Array.isArray(found) ? found.filter((one): one is string => typeof one === 'string') : [];
}
