import { useTranslation } from 'react-i18next';
import type { GroupPlan } from '@/api/reports';
import { usePlace } from '@/ui/place';
import { weekly } from './tell';

/** Callers and employees a week that find no line. */
function lost(one: { lost_in: number; lost_out: number }): number {
  return one.lost_in + one.lost_out;
}

/** One sentence of advice: more lines, as many as there are, or fewer would do. */
export function Advice({ group }: { group: GroupPlan }) {
  const { t } = useTranslation();
  const { language } = usePlace();
  const { forecasts, lines } = group.plan;
  const at = (number: number) => forecasts.find((one) => one.lines === number);
  const now = at(lines);
  const more = at(lines + 1);
  const fewer = at(lines - 1);
  if (!now) return null;
  const say = (value: number) => weekly(value, language, t);
  const facts = { operator: group.operator, now: say(lost(now)) };
  const parts: string[] = [];
  // A line that spares one call in two weeks is worth a sentence; less is nobody's trouble.
  if (more && lost(now) - lost(more) >= 0.5)
    parts.push(t('reports.lines.more', { ...facts, after: say(lost(more)) }));
  else if (fewer && lost(fewer) < 0.5)
    parts.push(t('reports.lines.spare', { ...facts, needed: group.plan.busy_hour?.needed ?? 1 }));
  else parts.push(t('reports.lines.enough', facts));
  if (fewer && lost(fewer) >= 0.5)
    parts.push(t('reports.lines.fewer', { ...facts, after: say(lost(fewer)) }));
  return (
    <p data-advice="true">
      <strong>{parts[0]}</strong> {parts[1]}
    </p>
  );
}
