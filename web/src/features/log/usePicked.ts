/** Rows that were ticked, or everything that the filters find. */
import { useState } from 'react';

export type Picked = {
  ids: ReadonlySet<number>;
  /** Everything found, not only what was ticked. */
  isAll: boolean;
  toggle(id: number): void;
  pickAll(): void;
  clear(): void;
};

const NONE: ReadonlySet<number> = new Set();

/** `question`: what the log was asked; another question is another result, and nothing is picked. */
export function usePicked(question: string): Picked {
  const [picked, setPicked] = useState({ question, ids: NONE, isAll: false });
  const now = picked.question === question ? picked : { question, ids: NONE, isAll: false };
  return {
    ids: now.ids,
    isAll: now.isAll,
    toggle: (id) => {
      const ids = new Set(now.ids);
      if (!ids.delete(id)) ids.add(id);
      setPicked({ question, ids, isAll: false });
    },
    pickAll: () => setPicked({ question, ids: now.ids, isAll: true }),
    clear: () => setPicked({ question, ids: NONE, isAll: false }),
  };
}
