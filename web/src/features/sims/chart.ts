/** Balances as the path of a drawing. Pure. */
import type { BalancePoint } from '@/api/gsm';

export const WIDTH = 600;
export const HEIGHT = 120;

export type Chart = {
  line: string;
  area: string;
  /** Height of the limit, null when it is not set or above everything. */
  limit: number | null;
  most: number;
  least: number;
};

/** `points` by time, at least two. Zero is always in the drawing. */
export function chartOf(points: BalancePoint[], limit: number | null): Chart {
  const times = points.map((point) => Date.parse(point.at));
  const cents = points.map((point) => point.cents);
  const from = Math.min(...times);
  const span = Math.max(1, Math.max(...times) - from);
  const most = Math.max(...cents, 1);
  const least = Math.min(...cents, 0);
  const x = (at: number) => round(((at - from) / span) * WIDTH);
  const y = (value: number) =>
    round(HEIGHT - 2 - ((value - least) / (most - least)) * (HEIGHT - 4));
  let line = '';
  points.forEach((point, index) => {
    const at = x(times[index] ?? from);
    line += index === 0 ? `M${at} ${y(point.cents)}` : `H${at}V${y(point.cents)}`;
  });
  return {
    line,
    area: `${line}V${HEIGHT}H0Z`,
    limit: limit === null || limit > most ? null : y(limit),
    most,
    least,
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
