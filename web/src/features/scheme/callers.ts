/** How many callers stand in each node of a scheme now. Pure. */
import type { LiveCall } from '@/api/types';

export function callersOf(
  calls: readonly Pick<LiveCall, 'scheme_node'>[],
  scheme: string,
): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { scheme_node: at } of calls) {
    if (!at?.startsWith(`${scheme}/`)) continue;
    const node = at.slice(scheme.length + 1);
    found[node] = (found[node] ?? 0) + 1;
  }
  return found;
}
