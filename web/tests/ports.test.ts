import { describe, expect, it } from 'vitest';
import { type Form, kindsOf, portsOf } from '@/features/scheme/kinds';
import { faultOf } from '@/features/scheme/values';
import samples from './kinds.json';

type Told = Parameters<typeof kindsOf>[0];
const kinds = kindsOf(samples.kinds as unknown as Told);

describe('ways out of a node', () => {
  it.each(samples.nodes)('are those that the core gives: $node.kind $ports', ({ node, ports }) => {
    expect(portsOf(kinds.get(node.kind), node).map((port) => port.id)).toEqual(ports);
  });

  it('are named as people know them', () => {
    const named = samples.nodes.flatMap(({ node }) => portsOf(kinds.get(node.kind), node));
    expect(named.map((port) => port.words)).toContain('клавиша *');
    expect(named.map((port) => port.words)).toContain('Рабочее');
    for (const { words } of named) expect(words).not.toMatch(/[{}_]/);
  });
});

describe('values of settings', () => {
  const form = (kind: string, field: string): Form =>
    kinds.get(kind)?.form.properties?.[field] ?? {};

  it.each(samples.nodes)('of the core are all good: $node.kind', ({ node }) => {
    const { kind, exits, x, y, ...settings } = node;
    expect(faultOf(settings, kinds.get(kind)?.form ?? {})).toBeNull();
    expect([exits, x, y]).toBeDefined();
  });

  it.each([
    ['ring', 'seconds', 4, { code: 'range', least: 5, most: 600 }],
    ['ring', 'seconds', Number.NaN, { code: 'number' }],
    ['ring', 'targets', [], { code: 'few', least: 1 }],
    ['ring', 'targets', ['+375'], { code: 'pattern' }],
    ['ring', 'music', null, null],
    ['ring', 'strategy', 'loud', { code: 'choice' }],
    ['external', 'number', '', { code: 'missing' }],
    ['webhook', 'url', 'javascript:alert(1)', { code: 'pattern' }],
    ['sms', 'text', '   ', { code: 'missing' }],
    ['sms', 'text', 'я'.repeat(1001), { code: 'long', most: 1000 }],
    ['client', 'test', { what: 'list' }, { code: 'missing' }],
    ['client', 'test', { what: 'moon' }, { code: 'choice' }],
    ['schedule', 'periods', [{ id: 'a', name: 'A', hours: [], more: 1 }], { code: 'choice' }],
  ])('%s.%s = %j', (kind, field, value, fault) => {
    expect(faultOf(value, form(kind, field))).toEqual(fault);
  });
});
