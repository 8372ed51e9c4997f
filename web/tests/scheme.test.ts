import { describe, expect, it } from 'vitest';
import { ApiError } from '@/api/error';
import type { Office } from '@/api/types';
import { callersOf } from '@/features/scheme/callers';
import { copyNodes, pasteNodes } from '@/features/scheme/clipboard';
import { type DraftOut, DraftStore } from '@/features/scheme/draft';
import { readClock, readPhone } from '@/features/scheme/fields/TypedField';
import { freshNode } from '@/features/scheme/fresh';
import {
  freeNodeId,
  type Scheme,
  schemeOf,
  whyNoWire,
  wire,
  without,
  withScheme,
  withSettings,
} from '@/features/scheme/graph';
import { begin, redo, step, undo } from '@/features/scheme/history';
import { kindsOf } from '@/features/scheme/kinds';
import { isUnplaced, laidOut } from '@/features/scheme/layout';
import { copied, faultsBy, removed, usersOf } from '@/features/scheme/list';
import { faultOf } from '@/features/scheme/values';
import { walk } from '@/features/scheme/walk';
import samples from './kinds.json';

const kinds = kindsOf(samples.kinds as unknown as Parameters<typeof kindsOf>[0]);

const scheme: Scheme = {
  id: 'main',
  name: 'Main',
  start: 'start',
  nodes: {
    start: { kind: 'start', exits: { next: 'hello' } },
    hello: { kind: 'greeting', prompt: 'hello', exits: { next: 'menu' } },
    menu: {
      kind: 'menu',
      prompt: 'ask',
      keys: ['1', '2'],
      exits: { 'key-1': 'sales', 'key-2': 'mail', timeout: 'mail', wrong: 'mail' },
    },
    sales: { kind: 'ring', targets: ['901'], exits: { nobody: 'mail' } },
    mail: { kind: 'voicemail', exits: {} },
  },
};

describe('history', () => {
  it('takes steps back and makes them again', () => {
    let history = begin(1);
    history = step(step(history, 2), 3);
    history = undo(undo(history));
    expect(history.now).toBe(1);
    expect(undo(history)).toBe(history);
    expect(redo(history).now).toBe(2);
    expect(step(history, 9).future).toEqual([]);
  });

  it('makes typing in one field one step, and of another field another', () => {
    let history = begin('');
    for (const text of ['a', 'ab', 'abc']) history = step(history, text, 'name');
    history = step(history, 'abc!', 'other');
    expect(undo(history).now).toBe('abc');
    expect(undo(undo(history)).now).toBe('');
  });

  it('forgets what is too far back', () => {
    let history = begin(0);
    for (let count = 1; count <= 500; count += 1) history = step(history, count);
    expect(history.past).toHaveLength(200);
  });
});

describe('wires', () => {
  it.each([
    ['hello', 'next', 'hello', 'self'],
    ['hello', 'next', 'start', 'start'],
    ['hello', 'nobody', 'mail', 'port'],
    ['hello', 'next', 'moon', 'gone'],
    ['mail', 'next', 'menu', 'port'],
    ['hello', 'next', 'mail', null],
  ])('%s %s -> %s: %s', (from, port, to, why) => {
    expect(whyNoWire(scheme, kinds, from, port, to)).toBe(why);
  });

  it('leave a port exactly once', () => {
    const next = wire(scheme, 'menu', 'key-1', 'mail');
    expect(next.nodes['menu']?.exits?.['key-1']).toBe('mail');
    expect(wire(next, 'menu', 'key-1', 'mail')).toBe(next);
    expect(wire(next, 'menu', 'key-1', null).nodes['menu']?.exits).not.toHaveProperty('key-1');
  });

  it('go with the port that a setting takes away', () => {
    const next = withSettings(scheme, kinds, 'menu', { keys: ['2'] });
    expect(Object.keys(next.nodes['menu']?.exits ?? {})).toEqual(['key-2', 'timeout', 'wrong']);
  });

  it('are mended round a node that is removed', () => {
    expect(without(scheme, new Set(['hello'])).nodes['start']?.exits).toEqual({ next: 'menu' });
    const both = without(scheme, new Set(['hello', 'sales']));
    expect(both.nodes['menu']?.exits?.['key-1']).toBe('mail');
    const many = without(scheme, new Set(['menu']));
    expect(many.nodes['hello']?.exits).toEqual({});
    expect(without(scheme, new Set(['start']))).toBe(scheme);
  });

  it('never go round in circles when they are mended', () => {
    const round: Scheme = {
      ...scheme,
      nodes: {
        start: { kind: 'start', exits: { next: 'a' } },
        a: { kind: 'tag', exits: { next: 'b' } },
        b: { kind: 'tag', exits: { next: 'a' } },
      },
    };
    expect(without(round, new Set(['a', 'b'])).nodes['start']?.exits).toEqual({});
    expect(without(round, new Set(['b'])).nodes['a']?.exits).toEqual({});
  });
});

describe('clipboard', () => {
  it('carries nodes with the wires between them, and never the start', () => {
    const text = copyNodes(scheme, ['start', 'menu', 'sales']) ?? '';
    const pasted = pasteNodes(scheme, kinds, text, { x: 40, y: 40 });
    expect(pasted?.ids).toEqual(['menu-2', 'ring']);
    expect(pasted?.scheme.nodes['menu-2']?.exits).toEqual({ 'key-1': 'ring' });
    expect(pasted?.scheme.nodes['menu']).toBe(scheme.nodes['menu']);
    expect(copyNodes(scheme, ['start'])).toBeNull();
  });

  const node = (more: object) => JSON.stringify({ vochi: 'vochi/nodes/1', nodes: { a: more } });
  it.each([
    'hello',
    '{"vochi":"vochi/nodes/1"}',
    '{"vochi":"vochi/nodes/1","nodes":{}}',
    node({ kind: 'start' }),
    node({ kind: 'rocket' }),
    node({ kind: '__proto__' }),
    node({ kind: 'ring', targets: [] }),
    node({ kind: 'ring', targets: ['901'], evil: 1 }),
    node({ kind: 'tag', exits: { next: 5 } }),
    node({ kind: 'tag', x: 'far' }),
    node({ kind: 'webhook', url: 'file:///etc/passwd' }),
  ])('takes no %s', (text) => {
    expect(pasteNodes(scheme, kinds, text, { x: 0, y: 0 })).toBeNull();
  });

  it('drops wires that lead to nothing or to themselves', () => {
    const text = node({ kind: 'tag', exits: { next: 'a' } });
    expect(pasteNodes(scheme, kinds, text, { x: 0, y: 0 })?.scheme.nodes['tag']?.exits).toEqual({});
  });
});

describe('layout', () => {
  it('draws from left to right and nothing over another', () => {
    const places = laidOut(scheme, () => 2);
    expect(places['start']?.x).toBeLessThan(places['hello']?.x ?? 0);
    expect(places['menu']?.x).toBeLessThan(places['mail']?.x ?? 0);
    expect(new Set(Object.values(places).map(({ x, y }) => `${x} ${y}`)).size).toBe(5);
    expect(isUnplaced(scheme)).toBe(true);
  });

  it('lays a hundred nodes out', () => {
    const nodes: Scheme['nodes'] = { start: { kind: 'start', exits: { next: 'n0' } } };
    for (let count = 0; count < 100; count += 1) {
      nodes[`n${count}`] = { kind: 'tag', exits: { next: `n${(count * 7 + 3) % 100}` } };
    }
    expect(Object.keys(laidOut({ ...scheme, nodes }, () => 1))).toHaveLength(101);
  });
});

describe('arrow keys', () => {
  it('walk along wires and among what lies beside', () => {
    expect(walk(scheme, kinds, 'start', 'ArrowRight', null)).toBe('hello');
    expect(walk(scheme, kinds, 'menu', 'ArrowRight', null)).toBe('sales');
    expect(walk(scheme, kinds, 'sales', 'ArrowDown', 'menu')).toBe('mail');
    expect(walk(scheme, kinds, 'mail', 'ArrowLeft', 'menu')).toBe('menu');
    expect(walk(scheme, kinds, 'mail', 'ArrowRight', null)).toBeNull();
  });
});

const OFFICE = {
  company: { name: 'Ромашка', language: 'be' },
  people: [{ id: 'a', name: 'Анна', extension: '101', outbound: 'usual' }],
  departments: [],
  lines: [{ id: 'l', name: 'A1', inbound: 'main' }],
  outbound: [{ id: 'usual', name: 'Обычная', routes: [] }],
  inbound: [
    scheme,
    { ...scheme, id: 'in', nodes: { go: { kind: 'go_to', scheme: 'main' } }, name: 'Second' },
  ],
} as unknown as Office;

describe('a fresh node', () => {
  it.each([...kinds.values()].filter((kind) => kind.kind !== 'start'))(
    'has settings that the hub takes: $kind',
    (kind) => {
      const { kind: _, exits, ...settings } = freshNode(kind, OFFICE, { sms: 'Спасибо' });
      expect(faultOf(settings, kind.form)).toBeNull();
      expect(exits).toEqual({});
    },
  );

  it('has an id of its own', () => {
    expect(freeNodeId(scheme, 'menu')).toBe('menu-2');
    expect(freeNodeId(scheme, 'go_to')).toBe('go-to');
  });
});

describe('the list', () => {
  it('tells who uses a scheme', () => {
    expect(usersOf(OFFICE, 'inbound', 'main')).toEqual({
      lines: ['A1'],
      schemes: ['Second'],
      people: [],
    });
    expect(usersOf(OFFICE, 'outbound', 'usual').people).toEqual(['Анна']);
  });

  it('copies, removes and counts faults', () => {
    const twice = copied(OFFICE, 'inbound', 'main', 'Copy');
    expect(twice.inbound?.map((one) => one.id)).toEqual(['main', 'in-2', 'in']);
    expect(removed(twice, 'inbound', 'in-2').inbound).toHaveLength(2);
    const faults = faultsBy(OFFICE, 'inbound', [
      { place: 'inbound/0/nodes/menu', severity: 'error' },
      { place: 'inbound/0', severity: 'warning' },
      { place: 'people/0', severity: 'error' },
      { place: 'inbound/9/x' },
    ]);
    expect(faults).toEqual({ main: { errors: 1, warnings: 1 } });
  });

  it('counts callers in nodes of its own scheme', () => {
    const calls = ['main/menu', 'main/menu', 'in/menu', null].map((scheme_node) => ({
      scheme_node,
    }));
    expect(callersOf(calls, 'main')).toEqual({ menu: 2 });
  });
});

describe('what people type', () => {
  it.each([
    ['8 (029) 123-45-67', '+375291234567'],
    ['8029 1234567', '+375291234567'],
    ['+375 29 123-45-67', '+375291234567'],
    ['375291234567', '+375291234567'],
  ])('%s is a number', (text, number) => {
    expect(readPhone(text)).toBe(number);
  });

  it.each([
    ['9', '09:00'],
    ['9:5', '09:05'],
    ['18.30', '18:30'],
    ['24:00', '24:00'],
    ['noon', 'noon'],
  ])('%s is the time %s', (text, clock) => {
    expect(readClock(text)).toBe(clock);
  });
});

describe('the draft', () => {
  function hub(first: Office = OFFICE) {
    const kept = { revision: 0, office: first, refusal: null as unknown, writes: 0 };
    const store = new DraftStore({
      read: async () =>
        ({
          revision: kept.revision,
          based_on: 1,
          office: kept.office,
          changed_at: null,
          is_changed: kept.revision > 0,
          stale: false,
          others: [],
          since: [],
          conflicts: [],
        }) satisfies DraftOut,
      write: async (revision, office) => {
        if (kept.refusal) throw kept.refusal;
        if (revision !== kept.revision) throw new ApiError(409, 'stale_draft');
        kept.revision += 1;
        kept.office = office;
        kept.writes += 1;
        return { revision: kept.revision };
      },
    });
    return { kept, store };
  }
  const rename = (name: string) => (office: Office) => {
    const own = schemeOf(office, 'main') as Scheme;
    return withScheme(office, { ...own, name });
  };

  it('is saved as one draws, and taken back', async () => {
    const { kept, store } = hub();
    await store.load();
    store.edit(rename('A'));
    expect(store.state().saving.kind).toBe('waiting');
    await store.save();
    expect(store.state().saving.kind).toBe('saved');
    expect(schemeOf(kept.office, 'main')?.name).toBe('A');
    store.undo();
    await store.save();
    expect(schemeOf(kept.office, 'main')?.name).toBe('Main');
    store.redo();
    expect(schemeOf(store.state().office as Office, 'main')?.name).toBe('A');
  });

  it('is forgotten with what is under way to the hub', async () => {
    const { store } = hub();
    await store.load();
    store.edit(rename('A'));
    const saving = store.save();
    store.forget();
    await saving;
    expect(store.state()).toMatchObject({ office: null, isChanged: false });
    expect(store.state().saving.kind).toBe('saved');
  });

  it('keeps everything when the session is over, and saves it afterwards', async () => {
    const { kept, store } = hub();
    await store.load();
    kept.refusal = new ApiError(401, 'login_needed');
    store.edit(rename('B'));
    await store.save();
    expect(store.state().saving).toEqual({ kind: 'failed', error: kept.refusal });
    await store.load();
    expect(schemeOf(store.state().office as Office, 'main')?.name).toBe('B');
    kept.refusal = null;
    await store.save();
    expect(schemeOf(kept.office, 'main')?.name).toBe('B');
  });

  it('overwrites nothing that another tab has saved unless told to', async () => {
    const { kept, store } = hub();
    await store.load();
    kept.revision = 5;
    kept.office = rename('Theirs')(OFFICE);
    store.edit(rename('Mine'));
    await store.save();
    expect(store.state().saving.kind).toBe('failed');
    expect(schemeOf(kept.office, 'main')?.name).toBe('Theirs');
    await store.takeTheirs();
    expect(schemeOf(store.state().office as Office, 'main')?.name).toBe('Theirs');
    store.undo();
    expect(schemeOf(store.state().office as Office, 'main')?.name).toBe('Mine');
    await store.save();
    expect(schemeOf(kept.office, 'main')?.name).toBe('Mine');
  });

  it('tells of what was drawn while a save was under way', async () => {
    const { kept, store } = hub();
    await store.load();
    store.edit(rename('C'));
    const saving = store.save();
    store.edit(rename('D'));
    await saving;
    expect(store.state().saving.kind).toBe('waiting');
    await store.save();
    expect(schemeOf(kept.office, 'main')?.name).toBe('D');
    expect(kept.writes).toBe(2);
  });
});
