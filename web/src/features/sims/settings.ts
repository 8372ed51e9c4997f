/** Tariff and limits of SIM cards as the office has them; heads do not see the office. */
import { useQuery } from '@tanstack/react-query';
import { officeQuery } from '@/api/queries';
import type { SimPolicy, Tariff } from '@/api/types';
import { useMe } from '@/app/context';
import { isAdministrator } from '@/features/gsm/places';

export type SimSettings = { tariff: Tariff | null; policy: SimPolicy };

export function useSimSettings(): (line: string) => SimSettings | null {
  const { role } = useMe();
  const office = useQuery({ ...officeQuery, enabled: isAdministrator(role), staleTime: 60_000 });
  return (line) => {
    const found = office.data?.lines.find((one) => one.id === line);
    return found?.kind === 'gsm' ? { tariff: found.tariff ?? null, policy: found.policy } : null;
  };
}
