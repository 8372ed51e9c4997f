/** Short numbers, as forms read and propose them. Pure. */
import type { NumberPlan, ShortNumber } from '@/api/parts';

export type PlanKind = NumberPlan['free'][number]['kind'];

export const isShort = (text: string) => /^[1-9]\d{1,4}$/.test(text);

/** The first number that nothing has; of departments 901 comes before 900, as people count. */
export function firstFree(plan: NumberPlan | undefined, kind: PlanKind): string {
  const rows = plan?.free.filter((one) => one.kind === kind) ?? [];
  const inside = rows.flatMap(({ first, last }) => {
    const from = /[1-9]00$/.test(first) ? Number(first) + 1 : Number(first);
    return from <= Number(last) ? [String(from)] : [];
  });
  return inside[0] ?? rows[0]?.first ?? '';
}

/** What a number is now; of a row of slots any of them. */
export function holderOf(plan: NumberPlan | undefined, number: string): ShortNumber | undefined {
  return plan?.numbers.find(
    (row) =>
      row.number === number ||
      (row.to !== null &&
        row.to.length === number.length &&
        row.number <= number &&
        number <= row.to),
  );
}

/** For what the plan keeps the number; null: outside it. */
export function planned(
  plan: { [kind in PlanKind]: string[] } & { length: number },
  number: string,
): PlanKind | null {
  const kinds: PlanKind[] = ['extensions', 'departments', 'follow_me', 'conferences'];
  if (number.length !== plan.length) return null;
  return kinds.find((kind) => plan[kind].some((prefix) => number.startsWith(prefix))) ?? null;
}
