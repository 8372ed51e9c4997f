/** The first run as it stands at the hub, and what is typed: kept there as one types. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isStatus } from '@/api/error';
import { type Start, type Step, saveStart, startKeys, startQuery } from '@/api/start';
import type { Typed } from './typed';

/** Milliseconds of silence after which what was typed is kept. */
const PAUSE = 600;

export type Saving = 'kept' | 'keeping' | 'failed';
export type Running = {
  start: Start | undefined;
  error: unknown;
  retry(): void;
  typed: Typed;
  saving: Saving;
  skipped: Step[];
  /** Changes of the fields of a step. */
  type(next: Typed): void;
  /** Goes to a step; `skip` is one that is left out for now. */
  go(step: Step, skip?: Step): void;
  refresh(): Promise<void>;
};

type Kept = { step: Step; skipped: Step[]; typed: Typed };

export function useStart(step: Step, refetchEvery: number | false): Running {
  const memory = useQueryClient();
  const query = useQuery({ ...startQuery, refetchInterval: refetchEvery });
  const start = query.data;
  const [own, setOwn] = useState<Typed | null>(null);
  const [skips, setSkips] = useState<Step[] | null>(null);
  const [saving, setSaving] = useState<Saving>('kept');
  const typed = own ?? ((start?.typed ?? {}) as Typed);
  const skipped =
    skips ?? (start?.steps ?? []).filter((one) => one.state === 'skipped').map((one) => one.id);
  const wanted = useRef<Kept | null>(null);
  const busy = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const flush = useCallback(async () => {
    if (busy.current) return;
    busy.current = true;
    while (wanted.current) {
      const kept: Kept = wanted.current;
      wanted.current = null;
      setSaving('keeping');
      const known = memory.getQueryData<Start>(startKeys.start);
      try {
        const body = { ...kept, revision: known?.revision ?? 0 } as never;
        memory.setQueryData(startKeys.start, await saveStart(body));
        setSaving('kept');
      } catch (error) {
        if (isStatus(error, 409)) {
          // Another browser was quicker: its other steps stay, this one is ours.
          const fresh = await memory.fetchQuery({ ...startQuery, staleTime: 0 });
          const merged = { ...(fresh.typed as Typed), ...kept.typed };
          wanted.current ??= { ...kept, typed: merged };
          continue;
        }
        wanted.current ??= kept;
        setSaving('failed');
        break;
      }
    }
    busy.current = false;
  }, [memory]);

  const keep = useCallback(
    (kept: Kept, wait: number) => {
      wanted.current = kept;
      if (timer.current) clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), wait);
    },
    [flush],
  );

  useEffect(() => {
    // What could not be kept is tried again, and at once when the network is back.
    const again = () => wanted.current && void flush();
    const every = setInterval(again, 5000);
    addEventListener('online', again);
    return () => {
      clearInterval(every);
      removeEventListener('online', again);
      if (timer.current) clearTimeout(timer.current);
      again();
    };
  }, [flush]);

  return {
    start,
    error: query.error,
    retry: () => void query.refetch(),
    typed,
    saving,
    skipped,
    type: (next) => {
      const all = { ...typed, ...next };
      setOwn(all);
      setSaving('keeping');
      keep({ step, skipped, typed: all }, PAUSE);
    },
    go: (next, skip) => {
      const left = skip ? [...new Set([...skipped, skip])] : skipped.filter((one) => one !== step);
      setSkips(left);
      keep({ step: next, skipped: left, typed }, 0);
    },
    refresh: async () => {
      await memory.invalidateQueries({ queryKey: startKeys.start });
    },
  };
}
