import { useEffect, useRef, useState } from 'react';
import { type Checked, checkOffice } from '@/api/proof';
import type { Office } from '@/api/types';

/** Milliseconds of a pause in drawing after which the hub is asked. */
const PAUSE = 400;

/** `data` is the last answer, `isLate` while it is of an older draft; `took` milliseconds. */
export type Check = {
  data: Checked | null;
  of: Office | null;
  took: number;
  isLate: boolean;
  error: unknown;
  retry: () => void;
};

/** What the verifier finds in a draft: asked in pauses of drawing, the last answer wins. */
export function useCheck(office: Office): Check {
  const [answer, setAnswer] = useState<{ data: Checked; of: Office; took: number } | null>(null);
  const [failed, setFailed] = useState<{ error: unknown; of: Office } | null>(null);
  const [round, setRound] = useState(0);
  const asked = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round asks the same again
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(
      () => {
        asked.current = true;
        const began = performance.now();
        checkOffice(office, abort.signal).then(
          (data) => {
            if (abort.signal.aborted) return;
            setAnswer({ data, of: office, took: performance.now() - began });
            setFailed(null);
          },
          (error: unknown) => {
            if (!abort.signal.aborted) setFailed({ error, of: office });
          },
        );
      },
      asked.current ? PAUSE : 0,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [office, round]);
  const error = failed?.of === office ? failed.error : null;
  return {
    data: answer?.data ?? null,
    of: answer?.of ?? null,
    took: answer?.took ?? 0,
    isLate: answer?.of !== office,
    error,
    retry: () => {
      setFailed(null);
      setRound((before) => before + 1);
    },
  };
}
