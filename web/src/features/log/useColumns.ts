/** Which columns of the log somebody wants to see; remembered by this browser. */
import { useState } from 'react';

export const COLUMNS = ['line', 'department', 'waited', 'tags'] as const;
export type Column = (typeof COLUMNS)[number];

const STORE = 'vochi-log-columns';
const FIRST: readonly Column[] = ['tags'];

function read(): readonly Column[] {
  try {
    const kept = localStorage.getItem(STORE);
    if (kept === null) return FIRST;
    return COLUMNS.filter((one) => kept.split(',').includes(one));
  } catch {
    return FIRST;
  }
}

export function useColumns(): [readonly Column[], (column: Column) => void] {
  const [columns, setColumns] = useState(read);
  const toggle = (column: Column) => {
    const next = COLUMNS.filter((one) => columns.includes(one) !== (one === column));
    setColumns(next);
    try {
      localStorage.setItem(STORE, next.join(','));
    } catch {
      // storage is forbidden: the choice lasts as long as the page
    }
  };
  return [columns, toggle];
}
