/** What a change of people makes stale elsewhere. */
import { useQueryClient } from '@tanstack/react-query';
import { peopleKeys } from '@/api/people';
import { keys } from '@/api/queries';

export function useRefreshed(): () => Promise<unknown> {
  const memory = useQueryClient();
  return () =>
    Promise.all(
      [peopleKeys.people, keys.office, keys.devices, keys.me].map((queryKey) =>
        memory.invalidateQueries({ queryKey }),
      ),
    );
}

/** A change of a role changes who may do what, oneself too. */
export function useRolesRefreshed(): () => Promise<unknown> {
  const memory = useQueryClient();
  return () =>
    Promise.all(
      [peopleKeys.roles, peopleKeys.people, keys.me].map((queryKey) =>
        memory.invalidateQueries({ queryKey }),
      ),
    );
}
