/** The plan of an old number as it is sent. Pure. */
import type { Move, MoveIn } from '@/api/lines';

export function bodyOf(move: Move): MoveIn {
  return {
    number: move.number,
    name: move.name,
    operator: move.operator,
    kind: move.kind,
    plan: move.plan,
    to: move.to,
    line: move.line,
    due: move.due,
    note: move.note,
    done: move.steps.filter((step) => step.by === 'hand').map((step) => step.id),
    version: move.version,
  };
}
