/** The card of whoever is on the line: by its id, else by the number. */
import { useQuery } from '@tanstack/react-query';
import { byNumberQuery, clientQuery } from '@/api/queries';
import type { Client, ClientRef } from '@/api/types';

export type Card = {
  /** Null when the number is nobody's yet; undefined while it is not known. */
  client: Client | null | undefined;
  error: unknown;
  retry(): void;
};

export function useCard(ref: Pick<ClientRef, 'id' | 'number'>): Card {
  const byId = useQuery({ ...clientQuery(ref.id ?? 0), enabled: ref.id !== null });
  const byNumber = useQuery({
    ...byNumberQuery(ref.number),
    enabled: ref.id === null && ref.number !== '',
  });
  if (ref.id === null && ref.number === '') {
    return { client: null, error: null, retry: () => undefined };
  }
  const query = ref.id === null ? byNumber : byId;
  return {
    client: query.data,
    error: query.data === undefined ? query.error : null,
    retry: () => void query.refetch(),
  };
}
