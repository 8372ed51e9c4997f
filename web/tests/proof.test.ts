import { describe, expect, it } from 'vitest';
import { ApiError } from '@/api/error';
import type { Fault, InboundScheme, Report } from '@/api/proof';
import type { CallDetail, Moment, Office, Tale, TraceLine } from '@/api/types';
import {
  type Case,
  caseAt,
  decoded,
  encoded,
  isWhole,
  lifeOf,
  officeFor,
  presetMoment,
  presetsOf,
  withPreset,
} from '@/features/proof/cases';
import { faultsOf } from '@/features/proof/faults';
import { mendOf } from '@/features/proof/mends';
import { isOver, play, STOPPED } from '@/features/proof/playing';
import { piecesOf, replayAll } from '@/features/proof/replay';
import { beatAt, storyOf, storyOfCall } from '@/features/proof/story';
import { changeOf, mended, problemsOf } from '@/features/proof/words';

const moment = (at: number, code: string, facts: Record<string, string> = {}): Moment => ({
  at,
  code,
  scheme: 'main',
  node: null,
  facts,
  text: code,
});
const TALE: Tale = {
  end: 'hung_up',
  answered_by: null,
  waited: 30,
  path: [
    { scheme: 'main', scheme_name: 'x', node: 'start', out: 'next' },
    { scheme: 'main', scheme_name: 'x', node: 'ring', out: 'nobody' },
  ],
  moments: [
    moment(0, 'life.comes'),
    moment(0, 'life.enters'),
    moment(0, 'life.leaves', { port: 'next' }),
    moment(0, 'life.enters'),
    moment(0, 'life.rings'),
    moment(30, 'life.leaves', { port: 'nobody' }),
    moment(30, 'life.nowhere'),
  ],
};

describe('a tale as a story', () => {
  const story = storyOf(TALE);

  it('goes node by node and leaves out what goes without saying', () => {
    expect(story.beats.map((beat) => [beat.code, beat.step])).toEqual([
      ['life.comes', -1],
      ['life.enters', 0],
      ['life.enters', 1],
      ['life.rings', 1],
      ['life.leaves', 1],
      ['life.nowhere', 1],
    ]);
  });

  it('shows each moment long enough to be read, and no wait as long as it was', () => {
    const shown = [...story.beats.map((beat) => beat.shown), story.length];
    const times = shown.slice(1).map((at, index) => at - (shown[index] ?? 0));
    for (const time of times) {
      expect(time).toBeGreaterThanOrEqual(900);
      expect(time).toBeLessThanOrEqual(2200);
    }
    expect(times[3]).toBe(2200);
  });

  it('finds the moment of a position, also of none', () => {
    expect(beatAt(story, 0)).toBe(0);
    expect(beatAt(story, story.length)).toBe(5);
    expect(beatAt({ path: [], beats: [], length: 0 }, 0)).toBe(-1);
  });
});

describe('the player', () => {
  const story = storyOf(TALE);

  it('plays to the end, stops there, and begins anew', () => {
    let now = play(story, STOPPED, { do: 'toggle' });
    expect(now.running).toBe(true);
    now = play(story, now, { do: 'tick', ms: story.length + 1 });
    expect(now).toMatchObject({ running: false, position: story.length });
    expect(isOver(story, now)).toBe(true);
    expect(play(story, now, { do: 'toggle' })).toMatchObject({ running: true, position: 0 });
  });

  it('goes twice as fast at twice the speed', () => {
    const fast = play(story, { ...STOPPED, running: true }, { do: 'speed', speed: 2 });
    expect(play(story, fast, { do: 'tick', ms: 100 }).position).toBe(200);
  });

  it('steps by moments, stops at the ends, and halts while stepping', () => {
    let now = play(story, { ...STOPPED, running: true }, { do: 'step', by: 1 });
    expect(beatAt(story, now.position)).toBe(1);
    expect(now.running).toBe(false);
    now = play(story, now, { do: 'last' });
    expect(beatAt(story, play(story, now, { do: 'step', by: 1 }).position)).toBe(5);
    now = play(story, now, { do: 'seek', beat: -9 });
    expect(beatAt(story, now.position)).toBe(0);
  });

  it('does nothing when there is nothing to play', () => {
    const nothing = { path: [], beats: [], length: 0 };
    expect(play(nothing, STOPPED, { do: 'toggle' }).running).toBe(false);
    expect(play(nothing, STOPPED, { do: 'step', by: 1 }).position).toBe(0);
  });
});

it('plays a call that was by its trace', () => {
  const call = {
    started_at: '2026-11-23T08:00:00Z',
    path: [
      {
        scheme: 'main',
        scheme_name: 'x',
        node: 'start',
        kind: 'start',
        entered_at: '',
        out: 'next',
      },
      { scheme: 'main', scheme_name: 'x', node: 'ring', kind: 'ring', entered_at: '', out: null },
    ],
  } as unknown as CallDetail;
  const line = (seconds: number, about: string, node: string | null) =>
    ({
      at: new Date(Date.parse('2026-11-23T08:00:00Z') + seconds * 1000).toISOString(),
      about,
      scheme: node && 'main',
      node,
      code: 'x',
      text: 'x',
    }) as unknown as TraceLine;
  const story = storyOfCall(call, [
    line(0, 'call', null),
    line(0, 'node', 'start'),
    line(1, 'node', 'ring'),
    line(2, 'device', 'ring'),
  ]);
  expect(story.beats.map((beat) => [beat.at, beat.step])).toEqual([
    [0, -1],
    [0, 0],
    [1, 1],
    [2, 1],
  ]);
});

const SCHEME: InboundScheme = {
  id: 'main',
  name: 'x',
  start: 'start',
  nodes: {
    start: { kind: 'start', exits: { next: 'ring' }, x: 0, y: 0 },
    ring: {
      kind: 'ring',
      exits: {},
      x: 300,
      y: 40,
      targets: ['101'],
      seconds: 30,
      music: null,
      strategy: 'ring_all',
      turn: 15,
      after: 0,
      outbound: null,
    },
  },
};
const OFFICE = {
  company: { name: 'x' },
  people: [{ id: 'a', name: 'Anna', extension: '101' }],
  devices: [
    { account: '101', name: 'x' },
    { account: '101-2', name: 'x' },
  ],
  lines: [
    { kind: 'gsm', id: 'a1', name: 'A1', inbound: 'main', gateway: 'goip' },
    { kind: 'gsm', id: 'a2', name: 'A2', inbound: null, gateway: 'goip' },
    { kind: 'trunk', id: 'city', name: 'City', inbound: null, by_number: { '+1': 'main' } },
  ],
  gateways: [{ id: 'goip', name: 'GoIP' }],
  inbound: [{ ...SCHEME, id: 'other' }, SCHEME],
  outbound: [],
} as unknown as Office;
const fault = (code: string, place: string, facts: Record<string, string> = {}): Fault => ({
  code,
  place,
  facts,
  severity: code === 'inbound.unused' ? 'warning' : 'error',
  example: null,
  text: code,
  tale: null,
  is_old: false,
});

describe('faults', () => {
  it('belong to the scheme that is shown, by node, errors first', () => {
    const found = faultsOf(
      [
        fault('inbound.unused', 'inbound/1'),
        fault('node.port_unwired', 'inbound/1/nodes/ring', { port: 'nobody' }),
        fault('node.loop', 'inbound/0/nodes/ring'),
        fault('line.none', 'inbound/10/nodes/x'),
      ],
      OFFICE,
      'main',
      'inbound',
    );
    expect(found.here.map((one) => one.code)).toEqual(['node.port_unwired', 'inbound.unused']);
    expect(Object.keys(found.nodes)).toEqual(['ring']);
    expect(found.elsewhere).toHaveLength(2);
  });

  it('are mended where one click is safe', () => {
    const loose = fault('node.port_unwired', 'inbound/1/nodes/ring', { port: 'nobody' });
    const mend = mendOf(loose, SCHEME, OFFICE);
    expect(mend?.word).toBe('addVoicemail');
    const scheme = mend?.scheme as InboundScheme;
    expect(scheme.nodes['ring']?.exits).toEqual({ nobody: 'voicemail' });
    expect(scheme.nodes['voicemail']?.kind).toBe('voicemail');
    expect(mendOf(loose, scheme, OFFICE)?.word).toBe('wireVoicemail');
    expect(mendOf(fault('node.loop', 'inbound/1/nodes/ring'), SCHEME, OFFICE)).toBeNull();
    const lonely = fault('node.unreachable', 'inbound/1/nodes/ring');
    const left = mendOf(lonely, SCHEME, OFFICE)?.scheme as InboundScheme;
    expect(left.nodes['start']?.exits).toEqual({});
    expect(left.nodes['ring']).toBeUndefined();
  });
});

describe('a case', () => {
  const NOW = Date.parse('2026-11-24T10:15:00Z'); // a Tuesday
  const ZONE = 'Europe/Minsk';
  const usual = caseAt(OFFICE, 'main', NOW, ZONE);
  const ask = (change: Partial<Case>): Case => ({ ...usual, ...change });

  it('begins now, over a line that leads into the scheme', () => {
    expect([usual.line, usual.day, usual.time]).toEqual(['a1', '2026-11-24', '13:15']);
    expect(lifeOf(usual, OFFICE, ZONE).at).toBe('2026-11-24T10:15:00.000Z');
  });

  it('knows the moments at which schemes are wrong most', () => {
    expect(presetMoment('tonight', NOW, ZONE)).toEqual({ day: '2026-11-25', time: '03:00' });
    expect(presetMoment('sunday', NOW, ZONE)).toEqual({ day: '2026-11-29', time: '11:00' });
    expect(presetMoment('newYear', NOW, ZONE)).toEqual({ day: '2027-01-01', time: '11:00' });
  });

  it('is the state of every phone of a person', () => {
    const busy = lifeOf(ask({ people: { '101': 'busy' } }), OFFICE, ZONE);
    expect(Object.keys(busy.phones ?? {})).toEqual(['101', '101-2']);
    const away = lifeOf(ask({ people: { '101': 'dnd' } }), OFFICE, ZONE);
    expect([away.phones, away.away]).toEqual([{}, { '101': 'dnd' }]);
  });

  it('comes over another line when the gateway of its own is dead', () => {
    const dead = presetsOf(OFFICE).find((one) => one.what === 'gateway');
    const asked = dead && withPreset(usual, dead, OFFICE, 'main');
    expect(asked?.line).toBe('city');
    expect(asked?.lines).toEqual({ a1: 'down', a2: 'down' });
  });

  it('leaves the line it comes over free when no line is', () => {
    expect(withPreset(usual, { what: 'noLines' }, OFFICE, 'main').lines).toEqual({
      a2: 'busy',
      city: 'busy',
    });
  });

  it('can be lived in a scheme that no line leads into', () => {
    const lent = officeFor(OFFICE, usual, 'fresh');
    expect(lent.lines?.map((line) => line.inbound)).toEqual(['fresh', null, null]);
    expect(officeFor(OFFICE, usual, 'main')).toBe(OFFICE);
  });

  it('is asked only when it is whole', () => {
    expect(isWhole(usual)).toBe(true);
    for (const half of [{ day: '' }, { keys: '1a' }, { patience: '9999' }, { line: '' }])
      expect(isWhole(ask(half)), JSON.stringify(half)).toBe(false);
  });

  it('goes through an address and back, whatever the address is', () => {
    const asked = ask({ people: { '101': 'busy' }, keys: '1 *', lists: ['vip'], hooks: { u: '' } });
    expect(decoded(encoded(asked), usual)).toEqual(asked);
    for (const junk of ['', 'x', '!!!', btoa('null'), btoa('[1]'), btoa('{"people":3}')]) {
      const found = decoded(junk, usual);
      if (found) expect(found).toEqual(usual);
    }
    const hostile = btoa(JSON.stringify({ people: { a: 'x', b: 'busy' }, queue: 1e9, keys: 5 }));
    expect(decoded(hostile, usual)).toEqual(ask({ people: { b: 'busy' }, queue: 200 }));
  });
});

describe('words', () => {
  const problem = { line: 2, text: 'x', said: 'дальшше', closest: 'дальше' };

  it('are mended in their own line', () => {
    expect(mended('дальшше\n  дальшше → a', problem)).toBe('дальшше\n  дальше → a');
    expect(mended('a\nb', problem)).toBeNull();
    expect(mended('a', { ...problem, line: 9 })).toBeNull();
  });

  it('come with problems, or with none that can be read', () => {
    const told = { problems: [{ line: 3, text: 'no', facts: { name: 'a' }, closest: 'b' }, 7] };
    expect(problemsOf(told)).toEqual([{ line: 3, text: 'no', said: 'a', closest: 'b' }]);
    expect(problemsOf({})).toEqual([]);
  });

  it('place new nodes beside what leads to them', () => {
    const read: InboundScheme = {
      ...SCHEME,
      nodes: {
        ...SCHEME.nodes,
        ring: { ...SCHEME.nodes['ring'], exits: { nobody: 'end' } } as never,
        end: { kind: 'hangup', exits: {}, x: 0, y: 0, cause: 'normal', prompt: null },
        lost: { kind: 'hangup', exits: {}, x: 0, y: 0, cause: 'normal', prompt: null },
      },
    };
    const change = changeOf(read, SCHEME);
    const nodes = (change.scheme as InboundScheme).nodes;
    expect(change.fresh).toEqual(['end', 'lost']);
    expect([nodes['end']?.x, nodes['end']?.y]).toEqual([608, 40]);
    expect(nodes['lost']?.y).toBeGreaterThan(100);
  });
});

describe('a long replay', () => {
  const DAY = 86_400_000;
  const report = (replayed: number): Report => ({
    calls: [],
    replayed,
    changed: 1,
    skipped: 0,
    before: { answered: 1, missed: 0, mean_wait: 10 },
    after: { answered: 0, missed: 1, mean_wait: null },
    reproduced: 1,
  });

  it('goes week by week and tells how far it is', async () => {
    expect(piecesOf({ since: 0, until: 15 * DAY })).toHaveLength(3);
    const told: number[] = [];
    await replayAll(
      { since: 0, until: 15 * DAY },
      async () => report(5),
      (so) => {
        told.push(so.done / DAY);
      },
    );
    expect(told).toEqual([0, 7, 14, 15]);
  });

  it('asks in halves what is too much at once, and gives up on what is always', async () => {
    let last = 0;
    const ask = async ({ since, until }: { since: number; until: number }) => {
      if (until - since > 2 * DAY) throw new ApiError(422, 'too_many_calls');
      return report(1);
    };
    await replayAll({ since: 0, until: 7 * DAY }, ask, (so) => {
      last = so.replayed;
    });
    expect(last).toBe(4);
    const never = async () => Promise.reject(new ApiError(422, 'too_many_calls'));
    await expect(replayAll({ since: 0, until: DAY }, never, () => {})).rejects.toThrow();
  });
});
