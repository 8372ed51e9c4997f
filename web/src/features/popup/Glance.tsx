import { lazy, Suspense } from 'react';
import { patient } from '@/app/patient';
import { spoken } from '@/app/spoken';
import type { FactsProps } from './Facts';

const Facts = lazy(async () => ({
  default: (await patient(() => spoken('popup', import('./Facts')))).Facts,
}));

const Known = lazy(async () => ({
  default: (await patient(() => spoken('popup', import('@/features/crm/Known')))).Known,
}));

/** Who it is, who spoke last and about what, what was promised; `compact`: without the name. */
export function Glance(props: FactsProps) {
  if (!props.number) return null;
  return (
    <>
      <Suspense>
        <Facts {...props} />
      </Suspense>
      <Suspense>
        <Known number={props.number} />
      </Suspense>
    </>
  );
}
