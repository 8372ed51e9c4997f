import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { liveThrough } from '@/api/proof';
import type { Life, Office } from '@/api/types';

/** Milliseconds of a pause in typing after which a life is lived. */
const PAUSE = 300;

/** The tale of a life; while another is awaited the one before stays (`isPlaceholderData`). The
 * last answer wins. `office` null: the one in force; `life` null: nothing is asked. */
export function useTale(life: Life | null, office: Office | null) {
  const { i18n } = useTranslation();
  const known = JSON.stringify(life);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the life
  const asked = useMemo(() => ({ life, office }), [known, office]);
  const [late] = useDebouncedValue(asked, PAUSE);
  const number = useNumber(late);
  return useQuery({
    queryKey: ['tale', number, i18n.language],
    queryFn: ({ signal }) => liveThrough(late.life as Life, late.office, signal),
    enabled: late.life !== null,
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
}

let last = 0;

/** A number for each thing that is asked: a whole office is too long for a key. */
function useNumber(of: object): number {
  const seen = useRef({ of, number: 0 });
  if (seen.current.of !== of || seen.current.number === 0) {
    last += 1;
    seen.current = { of, number: last };
  }
  return seen.current.number;
}
