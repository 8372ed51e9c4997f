/** What the panel of proof tells the canvas to show; agreed between the canvas and the panel. */
import type { components } from '@/api/schema';

export type Problem = components['schemas']['ProblemOut'];

/** A node that a caller passed, and the port he left it by (null: his way ends here). */
export type PathStep = { scheme: string; node: string; out: string | null };

/** Faults by id of the node (of the scheme shown), the path that is played, and how far it is:
 * steps before `at` are passed, step `at` is where the caller is; -1: nothing is played. */
export type Stage = {
  problems: Record<string, Problem[]>;
  path: readonly PathStep[];
  at: number;
};

export const EMPTY_STAGE: Stage = { problems: {}, path: [], at: -1 };

/** What is wrong, without where: that is seen. `Scheme “A”, node “B”: it has no way` -> `It has no way`. */
export function shortText({ text }: Pick<Problem, 'text'>): string {
  const rest = text.split(/[»”]: /u).at(-1) ?? text;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** Two ways out of one node may have the same fault. */
export function keyOf(problem: Problem): string {
  return `${problem.code} ${problem.place} ${JSON.stringify(problem.facts)}`;
}
