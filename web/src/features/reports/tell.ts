/** Figures as words. */
import type { TFunction } from 'i18next';

/** `40 с`, `2 мин 5 с`, `3 ч 20 мин`. */
export function seconds(value: number, t: TFunction): string {
  const whole = Math.round(value);
  if (whole < 60) return t('reports.unit.s', { n: whole });
  if (whole < 3600) {
    const rest = whole % 60;
    const minutes = t('reports.unit.m', { n: Math.floor(whole / 60) });
    return rest ? `${minutes} ${t('reports.unit.s', { n: rest })}` : minutes;
  }
  const minutes = Math.round(whole / 60);
  const hours = t('reports.unit.h', { n: Math.floor(minutes / 60) });
  return minutes % 60 ? `${hours} ${t('reports.unit.m', { n: minutes % 60 })}` : hours;
}

export function percent(part: number, whole: number): string {
  return whole ? `${Math.round((part / whole) * 100)} %` : '–';
}

/** Less than so often in a week is hardly ever. */
export const HARDLY = 0.05;

/** How often in a week, as people say it: `0,4`, `6`, `меньше 0,1`. */
export function weekly(value: number, language: string, t: TFunction): string {
  if (value > 0 && value < HARDLY) return t('reports.lines.hardly');
  const digits = value < 10 ? 1 : 0;
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

/** Parts of `edges`: `до 5 с`, `5–10 с`, `от 60 с`. */
export function parts(edges: number[], unit: 's' | 'm', t: TFunction): string[] {
  const word = (edge: number) =>
    unit === 'm' && edge >= 60
      ? t('reports.unit.h', { n: edge / 60 })
      : t(`reports.unit.${unit}`, { n: edge });
  const found = edges.map((edge, place) =>
    place === 0
      ? t('reports.under', { edge: word(edge) })
      : t('reports.between', { from: word(edges[place - 1] ?? 0), edge: word(edge) }),
  );
  return [...found, t('reports.over', { edge: word(edges.at(-1) ?? 0) })];
}
