import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { NumberPlan } from '@/api/parts';
import { Failure } from '@/ui/Failure';
import { Waiting } from './OfficePage';
import { numbersQuery } from './queries';

/**
 * What proposes a free number waits till it is known which are free: a form that is filled in
 * before would keep none.
 */
export function WithPlan({ children }: { children(plan: NumberPlan): ReactNode }) {
  const plan = useQuery(numbersQuery);
  if (plan.data) return children(plan.data);
  if (plan.isPending) return <Waiting />;
  return (
    <div className="v-card">
      <Failure error={plan.error} retry={() => void plan.refetch()} />
    </div>
  );
}
