import { describe, expect, it } from 'vitest';
import type { FollowStep } from '@/api/parts';
import {
  asInExample,
  type Bar,
  barsOf,
  closed,
  SHORTEST,
  shifted,
  stepsOf,
} from '@/features/departments/bars';

const step = (seconds: number, ...targets: string[]): FollowStep => ({
  seconds,
  targets: targets.map((to) => ({ to, confirm: to.startsWith('+') })),
});
const M = '+375296666666';
const H = '+375173333333';
/** The example of the manual (S18). */
const EXAMPLE = [
  step(10, '180'),
  step(10, '180', '185'),
  step(30, '180', '185', M),
  step(30, '180', '185', M, H),
];

describe('follow me as bars', () => {
  it('joins steps in which a phone rings on', () => {
    expect(barsOf(EXAMPLE).map(({ to, start, end }) => [to, start, end])).toEqual([
      ['180', 0, 80],
      ['185', 10, 80],
      [M, 20, 80],
      [H, 50, 80],
    ]);
  });

  it('is the same steps again', () => {
    expect(stepsOf(barsOf(EXAMPLE))).toEqual(EXAMPLE);
    const broken = [step(5, '180'), step(7, '185'), step(9, '180', '185')];
    expect(barsOf(broken)).toHaveLength(3);
    const set = (steps: FollowStep[]) =>
      steps.map((one) => [one.seconds, one.targets.map((target) => target.to).sort()]);
    expect(set(stepsOf(barsOf(broken)))).toEqual(set(broken));
  });

  it('lays phones out as the manual does', () => {
    const bars = ['180', '185', M, H].map(
      (to, at): Bar => ({ id: `${at}`, to, confirm: to.startsWith('+'), start: 0, end: 20 }),
    );
    expect(stepsOf(asInExample(bars))).toEqual(EXAMPLE);
  });

  it('keeps who must press 1 apart from who need not', () => {
    const steps: FollowStep[] = [
      { seconds: 10, targets: [{ to: M, confirm: false }] },
      { seconds: 10, targets: [{ to: M, confirm: true }] },
    ];
    expect(stepsOf(barsOf(steps))).toEqual(steps);
  });

  it('moves an edge, and joins one that comes near', () => {
    const bars = barsOf(EXAMPLE);
    const edge = (by: number) => shifted(bars, '1', 'start', by)[1]?.start;
    expect(edge(5)).toBe(15);
    expect(edge(8)).toBe(17);
    expect(edge(9)).toBe(20);
    expect(edge(-9)).toBe(0);
    expect(edge(-99)).toBe(0);
  });

  it('lets the keyboard go past an edge that it joined', () => {
    let bars = shifted(barsOf(EXAMPLE), '1', 'start', 10);
    expect(bars[1]?.start).toBe(20);
    bars = shifted(bars, '1', 'start', 1);
    expect(bars[1]?.start).toBe(23);
    bars = shifted(bars, '1', 'start', -1);
    expect(bars[1]?.start).toBe(20);
    bars = shifted(bars, '1', 'start', -1);
    expect(bars[1]?.start).toBe(17);
  });

  it('never makes a step that the office has not, wherever an edge is pulled', () => {
    for (const id of ['0', '1', '2', '3']) {
      for (const edge of ['start', 'end', 'both'] as const) {
        for (let by = -90; by <= 90; by += 1) {
          const steps = stepsOf(closed(shifted(barsOf(EXAMPLE), id, edge, by)));
          expect(steps.length).toBeGreaterThan(0);
          for (const one of steps) {
            expect(one.seconds, `${id} ${edge} ${by}`).toBeGreaterThanOrEqual(SHORTEST);
            expect(one.targets.length).toBeGreaterThan(0);
          }
        }
      }
    }
  });

  it('takes out the time in which nobody rings', () => {
    const bars: Bar[] = [
      { id: '0', to: '180', confirm: false, start: 5, end: 15 },
      { id: '1', to: '185', confirm: false, start: 30, end: 40 },
    ];
    expect(closed(bars).map(({ start, end }) => [start, end])).toEqual([
      [0, 10],
      [10, 20],
    ]);
    expect(closed([])).toEqual([]);
  });
});
