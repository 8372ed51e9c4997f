import { Button } from '@mantine/core';
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Parcel } from '@/api/parcels';
import { useMoments } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import classes from './Parcels.module.css';

/** What a room says of its own parcels. */
export type Shown<T extends Parcel> = {
  testId: string;
  state(row: T): string;
  name(row: T): string;
  why(row: T): string;
  /** In the closed row: how far it came. */
  told?(row: T): string;
  /** Facts of the opened row, before the number of tries. */
  facts?(row: T): (ReactNode | false)[];
  more(row: T): ReactNode;
  again: {
    label(row: T): string;
    title?(row: T): string | undefined;
    may?(row: T): boolean;
    send(row: T): Promise<unknown>;
    /** What changes with it. */
    key: QueryKey;
  };
};

/** One thing on its way: what became of it, opened how, and a way to send it again. */
export function ParcelRow<T extends Parcel>({ row, shown }: { row: T; shown: Shown<T> }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const moments = useMoments();
  const memory = useQueryClient();
  const again = useMutation({
    mutationFn: () => shown.again.send(row),
    onSuccess: () => memory.invalidateQueries({ queryKey: shown.again.key }),
  });
  const told = shown.told?.(row);
  const facts = [
    ...(shown.facts?.(row) ?? []),
    row.tries > 0 && t('links.tries', { count: row.tries }),
    row.state === 'waiting' &&
      row.next_at &&
      row.tries > 0 &&
      t('links.nextAt', { when: moments.full(row.next_at) }),
  ].filter(Boolean);
  return (
    <div className={classes['row']} data-testid={shown.testId}>
      <details className={classes['about']}>
        <summary>
          <span className={classes['state']} data-state={row.state}>
            {shown.state(row)}
          </span>
          <b>{shown.name(row)}</b>
          <time dateTime={row.at}>{moments.full(row.at)}</time>
          {told && <span className={classes['facts']}>{told}</span>}
          {row.why && <span className={classes['bad']}>{shown.why(row)}</span>}
        </summary>
        {facts.length > 0 && (
          <p className={classes['facts']}>
            {facts.map((fact, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: facts keep their places
              <span key={place}>
                {place > 0 && ' · '}
                {fact}
              </span>
            ))}
          </p>
        )}
        {shown.more(row)}
      </details>
      {(shown.again.may?.(row) ?? true) && (
        <Button
          size="xs"
          variant="default"
          loading={again.isPending}
          title={shown.again.title?.(row)}
          onClick={() => again.mutate()}
        >
          {shown.again.label(row)}
        </Button>
      )}
      {again.isError && (
        <p role="alert" className={`${classes['bad']} ${classes['whole']}`}>
          {problem(again.error)}
        </p>
      )}
    </div>
  );
}
