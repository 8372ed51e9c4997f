import { lazy, Suspense } from 'react';
import { patient } from '@/app/patient';
import { spoken } from '@/app/spoken';

const TodoCard = lazy(async () => ({
  default: (await patient(() => spoken('todo', import('./TodoCard')))).TodoCard,
}));

/** The list on the desk, with its words: after what is needed at once (Q13). */
export function DeskTodo() {
  return (
    <Suspense fallback={<section className="v-card" style={{ minHeight: 240 }} />}>
      <TodoCard limit={6} />
    </Suspense>
  );
}
