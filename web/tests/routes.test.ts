import { describe, expect, it } from 'vitest';
import type { NumberPlan, Route } from '@/api/parts';
import { firstFree, holderOf, planned } from '@/features/office/short';
import { BLANK, freeId, hiddenBy, left, readBegins } from '@/features/outgoing/routes';

const route = (part: Partial<Route>): Route => ({ ...BLANK, ...part });
const scheme = (...routes: Route[]) => ({ id: 'out', name: 'Out', routes, refused: null });

describe('rules of an outgoing scheme', () => {
  it('tells what nobody may call', () => {
    expect(left(scheme())).toEqual(['mobile', 'city', 'toll_free', 'premium', 'abroad']);
    const some = route({ classes: ['mobile'], operators: ['A1'] });
    expect(left(scheme(some))).toContain('mobile');
    expect(left(scheme(some, route({ classes: ['mobile', 'city'] })))).not.toContain('mobile');
    expect(left(scheme(route({ classes: ['abroad'], countries: ['48'] })))).toContain('abroad');
    expect(left(scheme(route({ classes: ['abroad'] })))).not.toContain('abroad');
  });

  it('finds a rule that never has its turn', () => {
    const all = route({ classes: ['mobile', 'city'] });
    const own = route({ classes: ['mobile'], operators: ['A1'] });
    expect(hiddenBy([all, own], 1)).toBe(0);
    expect(hiddenBy([own, all], 1)).toBe(null);
    expect(hiddenBy([own, route({ classes: ['mobile'], operators: ['A1', 'MTS'] })], 1)).toBe(null);
    expect(hiddenBy([all, route({ classes: ['mobile'], begins: ['+37529'] })], 1)).toBe(null);
    expect(hiddenBy([all, route({})], 1)).toBe(null);
  });

  it('reads beginnings of numbers as people type them', () => {
    expect(readBegins('+375 17, 375(29)666')).toEqual(['+37517', '+37529666']);
    expect(readBegins('')).toEqual([]);
    expect(readBegins('abc')).toBe(null);
    expect(readBegins('+0')).toBe(null);
  });

  it('names a copy', () => {
    expect(freeId(['usual'], 'usual')).toBe('usual-2');
    expect(freeId(['usual', 'usual-2'], 'usual')).toBe('usual-3');
    expect(freeId([], '')).toBe('out');
    expect(freeId([], 'Ромашка')).toBe('out');
  });
});

describe('short numbers', () => {
  const plan: NumberPlan = {
    clash: false,
    numbers: [
      { number: '*51', to: '*59', use: 'parking', name: '9', id: '', problems: [], used_by: [] },
      { number: '103', to: null, use: 'emergency', name: '103', id: '', problems: [], used_by: [] },
    ],
    free: [
      { kind: 'departments', first: '900', last: '900', count: 1 },
      { kind: 'departments', first: '905', last: '999', count: 95 },
      { kind: 'follow_me', first: '400', last: '499', count: 100 },
    ],
  };

  it('proposes what people begin with', () => {
    expect(firstFree(plan, 'follow_me')).toBe('401');
    expect(firstFree(plan, 'departments')).toBe('905');
    expect(firstFree(plan, 'conferences')).toBe('');
    expect(firstFree(undefined, 'departments')).toBe('');
  });

  it('knows whose a number is', () => {
    expect(holderOf(plan, '103')?.use).toBe('emergency');
    expect(holderOf(plan, '*53')?.use).toBe('parking');
    expect(holderOf(plan, '200')).toBe(undefined);
  });

  it('knows for what the plan keeps it', () => {
    const kept = { extensions: ['1'], departments: ['9'], follow_me: ['4'], conferences: ['7'] };
    expect(planned({ ...kept, length: 3 }, '901')).toBe('departments');
    expect(planned({ ...kept, length: 3 }, '501')).toBe(null);
    expect(planned({ ...kept, length: 3 }, '9011')).toBe(null);
  });
});
