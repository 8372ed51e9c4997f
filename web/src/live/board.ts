/** The live board as a pure fold: what the hub said last about calls, people and lines. */
import type { Promised } from '@/api/promises';
import type { Alarm, Board, EngineState, LineState, LiveCall, Presence, SmsRow } from '@/api/types';

export type BoardEvent =
  | { id: number; name: 'call'; data: LiveCall }
  | { id: number; name: 'call_ended'; data: { linked_id: string; id: number } }
  | { id: number; name: 'presence'; data: Presence }
  | { id: number; name: 'line'; data: LineState }
  | { id: number; name: 'engine'; data: EngineState }
  | { id: number; name: 'alarms'; data: { alarms: Alarm[] } }
  | { id: number; name: 'client'; data: { id: number } }
  | { id: number; name: 'office'; data: unknown }
  | { id: number; name: 'sms'; data: SmsRow }
  | { id: number; name: 'promise'; data: Promised }
  | { id: number; name: 'sim'; data: { line: string } }
  | { id: number; name: 'gateway'; data: unknown }
  | { id: number; name: 'reset'; data: unknown };

export const EVENT_NAMES = [
  'call',
  'call_ended',
  'presence',
  'line',
  'engine',
  'alarms',
  'client',
  'office',
  'sms',
  'promise',
  'sim',
  'gateway',
  'reset',
] as const satisfies readonly BoardEvent['name'][];

function upsert<T>(list: T[], item: T, key: (item: T) => string): T[] {
  const at = list.findIndex((known) => key(known) === key(item));
  return at < 0 ? [...list, item] : list.with(at, item);
}

/** The board after one event; an event the board already holds changes nothing. */
export function advance(board: Board, event: BoardEvent): Board {
  if (event.id <= board.event_id) return board;
  const next = { ...board, event_id: event.id };
  switch (event.name) {
    case 'call':
      next.calls =
        event.data.state === 'ended'
          ? board.calls.filter((call) => call.linked_id !== event.data.linked_id)
          : upsert(board.calls, event.data, (call) => call.linked_id);
      break;
    case 'call_ended':
      next.calls = board.calls.filter((call) => call.linked_id !== event.data.linked_id);
      break;
    case 'presence':
      next.people = upsert(board.people, event.data, (person) => person.person);
      break;
    case 'line':
      next.lines = upsert(board.lines, event.data, (line) => line.id);
      break;
    case 'engine':
      next.engine = event.data;
      break;
    case 'alarms':
      next.alarms = event.data.alarms;
      break;
    case 'client':
    case 'office':
    case 'sms':
    case 'promise':
    case 'sim':
    case 'gateway':
    case 'reset':
      break;
    default:
      event satisfies never;
  }
  return next;
}

/** Ringing first (longest first), then talks, the oldest first: the order of urgency. */
export function byUrgency(calls: LiveCall[]): LiveCall[] {
  const rank = (call: LiveCall) => (call.state === 'ringing' ? 0 : 1);
  return [...calls].sort(
    (a, b) => rank(a) - rank(b) || Date.parse(a.started_at) - Date.parse(b.started_at),
  );
}

export type Part = 'ringing' | 'talking' | 'calling';

/** What an extension does in a call: its phone rings, it talks, it calls out; null: nothing. */
export function partOf(call: LiveCall, extension: string | null | undefined): Part | null {
  if (!extension) return null;
  if (call.ringing.includes(extension)) return 'ringing';
  if (!call.employees.some((one) => one.extension === extension)) return null;
  return call.state === 'ringing' ? 'calling' : 'talking';
}

/** The call that an employee should have before him: his talk, else what rings at his phone. */
export function ownCall(calls: LiveCall[], extension: string | null | undefined): LiveCall | null {
  const mine = byUrgency(calls).map((call) => ({ call, part: partOf(call, extension) }));
  for (const wanted of ['talking', 'calling', 'ringing'] as const) {
    const found = mine.find(({ part }) => part === wanted);
    if (found) return found.call;
  }
  return null;
}

export type OperatorLines = {
  operator: string;
  lines: LineState[];
  channels: number;
  busy: number;
  online: number;
};

/** Lines gathered by operator in the order of the office, with their channels counted. */
export function byOperator(lines: LineState[]): OperatorLines[] {
  const groups = new Map<string, OperatorLines>();
  for (const line of lines) {
    const group = groups.get(line.operator) ?? {
      operator: line.operator,
      lines: [],
      channels: 0,
      busy: 0,
      online: 0,
    };
    group.lines.push(line);
    group.channels += line.channels;
    group.busy += Math.min(line.busy, line.channels);
    if (line.online) group.online += line.channels;
    groups.set(line.operator, group);
  }
  return [...groups.values()];
}

export type ChannelState = 'ringing' | 'busy' | 'free' | 'paused' | 'off';

/** The state of each channel of a line, busy ones first. */
export function channelsOf(line: LineState): ChannelState[] {
  return Array.from({ length: line.channels }, (_, n) => {
    if (n < line.busy) return line.state === 'ringing' ? 'ringing' : 'busy';
    if (!line.online) return 'off';
    return line.state === 'paused' ? 'paused' : 'free';
  });
}

/** Clients on parking slots, by slot. */
export function parkedCalls(calls: LiveCall[]): LiveCall[] {
  return calls
    .filter((call) => call.parked != null)
    .sort((a, b) => (a.parked?.slot ?? '').localeCompare(b.parked?.slot ?? ''));
}

/** Place of a caller among those who wait in the same queue, from 1; null when he is in none. */
export function queuePlace(call: LiveCall, calls: LiveCall[]): number | null {
  if (call.node_kind !== 'queue' || call.state !== 'ringing' || !call.node_since) return null;
  const since = Date.parse(call.node_since);
  return (
    1 +
    calls.filter(
      (one) =>
        one.scheme_node === call.scheme_node &&
        one.state === 'ringing' &&
        one.node_since != null &&
        Date.parse(one.node_since) < since,
    ).length
  );
}
