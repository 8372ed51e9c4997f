import { lazy, Suspense } from 'react';
import { patient } from '@/app/patient';
import { spoken } from '@/app/spoken';
import type { TransferProps } from './TransferWindow';

const Inner = lazy(() => patient(() => spoken('desk', import('./TransferWindow'))));

/** The window of a transfer, with its words; it comes when it is first asked for. */
export function TransferDialog(props: TransferProps) {
  return (
    <Suspense>
      <Inner {...props} />
    </Suspense>
  );
}
