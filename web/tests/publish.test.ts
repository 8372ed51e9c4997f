import { describe, expect, it } from 'vitest';
import { grouped, markOf, pageOf } from '@/features/publish/groups';
import { stepsOf } from '@/features/publish/steps';

const change = (code: string, place: string) => ({ code, place, text: place });

describe('a difference in groups', () => {
  it('gathers by what it is about, in the order of the office', () => {
    const groups = grouped([
      change('node.changed', 'inbound/main/nodes/n2/seconds'),
      change('person.added', 'people/anna'),
      change('inbound.changed', 'inbound/main/name'),
      change('company.changed', 'company/name'),
      change('office.created', ''),
    ]);
    expect(groups.map((one) => [one.section, one.changes.length])).toEqual([
      ['company', 1],
      ['people', 1],
      ['inbound', 2],
      ['other', 1],
    ]);
  });

  it('tells what came, went and changed', () => {
    expect(['person.added', 'line.removed', 'node.changed'].map(markOf)).toEqual([
      'added',
      'removed',
      'changed',
    ]);
  });

  it('knows where a problem is mended', () => {
    const office = { inbound: [{ id: 'main' }, { id: 'night line' }] };
    expect(pageOf('inbound/1/nodes/n2', office)).toBe('/schemes/night%20line');
    expect(pageOf('inbound/7', office)).toBe('/schemes');
    expect(pageOf('people/0/name', office)).toBe('/people');
    expect(pageOf('', office)).toBeNull();
  });
});

describe('how far a publication has come', () => {
  const is = (state: string) => stepsOf(state).map((step) => step.is);
  it('waits for the box, then all is done or it says no', () => {
    expect(is('waiting')).toEqual(['done', 'now', 'next', 'next']);
    expect(is('running')).toEqual(['done', 'done', 'done', 'done']);
    expect(is('refused')).toEqual(['done', 'done', 'bad', 'next']);
    expect(is('reverted')).toEqual(['done', 'done', 'done', 'bad']);
  });
});
