import { Button } from '@mantine/core';
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { useProblem } from '@/ui/problem';
import classes from './Parcels.module.css';

type Props = {
  label: string;
  send(): Promise<number>;
  /** What changes with it. */
  keys: QueryKey;
  /** So many are sent again, in words. */
  done?(count: number): string;
  /** Why not, in the room's own words. */
  problem?(error: unknown): string;
};

/** Send many again, with what came of it. */
export function SendMany({ label, send, keys, done, problem }: Props) {
  const words = useProblem();
  const memory = useQueryClient();
  const many = useMutation({
    mutationFn: send,
    onSuccess: () => memory.invalidateQueries({ queryKey: keys }),
  });
  return (
    <>
      <Button size="xs" variant="default" loading={many.isPending} onClick={() => many.mutate()}>
        {label}
      </Button>
      {many.data !== undefined && done && <small role="status">{done(many.data)}</small>}
      {many.isError && (
        <p role="alert" className={classes['bad']}>
          {(problem ?? words)(many.error)}
        </p>
      )}
    </>
  );
}
