/** A refusal in words: the hub's own, when it has some for this. */
import { ApiError } from '@/api/error';
import { useProblem } from '@/ui/problem';

export function useSaid(): (error: unknown) => string {
  const problem = useProblem();
  return (error) =>
    error instanceof ApiError && error.message !== error.code && error.message.includes(' ')
      ? error.message
      : problem(error);
}
