import type { ReactNode } from 'react';
import { ApiError } from '@/api/error';
import classes from './Account.module.css';
import { useDoorProblem } from './problem';

type Props = { title: string; why?: string; children: ReactNode };

/** A part of the page under a heading of its own. */
export function Card({ title, why, children }: Props) {
  return (
    <section className={`v-card ${classes['card']}`} aria-label={title}>
      <h2>{title}</h2>
      {why && <p className={classes['why']}>{why}</p>}
      {children}
    </section>
  );
}

/** What went wrong, beside what did. Whoever closed a window himself needs no telling. */
export function Wrong({ error }: { error: unknown }) {
  const problem = useDoorProblem();
  if (!error || (error instanceof ApiError && error.code === 'given_up')) return null;
  return (
    <p role="alert" className={classes['problem']}>
      {problem(error)}
    </p>
  );
}
