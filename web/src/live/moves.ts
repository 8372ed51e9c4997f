/** What becomes of a call that is dropped somewhere on the desk, or why nothing does. Pure. */
import type { Action, LiveCall, Presence } from '@/api/types';

/** Where a call is dropped: a person or department by number, a parking slot, the number field. */
export type Goal =
  | { kind: 'person'; number: string; name: string }
  | { kind: 'slot'; slot: string }
  | { kind: 'number'; number: string };

export type Mover = {
  extension: string | null | undefined;
  /** Heads may do so with talks of others. */
  isHead: boolean;
  people: Presence[];
  calls: LiveCall[];
};

export type Refusal =
  | 'same'
  | 'offline'
  | 'dnd'
  | 'slotTaken'
  | 'inside'
  | 'notYours'
  | 'unanswered'
  | 'parked'
  | 'noExtension';

export type Move =
  | { kind: 'do'; what: 'transfer' | 'park' | 'take' | 'pickUp' | 'answer'; action: Action }
  /** A window asks on: the number is missing, or the colleague talks. */
  | { kind: 'ask'; extension: string; to: string }
  | { kind: 'refuse'; why: Refusal };

const refuse = (why: Refusal): Move => ({ kind: 'refuse', why });

/** Whose talk it is that would be moved: one's own, for heads that of whoever talks. */
export function holderOf(call: LiveCall, mover: Mover): string | null {
  const talking = call.employees.filter((one) => one.state !== 'ringing');
  const own = talking.find((one) => one.extension === mover.extension);
  if (own) return own.extension;
  return mover.isHead ? (talking[0]?.extension ?? null) : null;
}

/** Whether anything at all can be done by dragging it. */
export function isMovable(call: LiveCall, mover: Mover): boolean {
  if (call.parked || call.state === 'ringing') return Boolean(mover.extension);
  return holderOf(call, mover) !== null;
}

export function moveOf(call: LiveCall, goal: Goal, mover: Mover): Move {
  if (call.parked) return takeFrom(call.parked.slot, goal, mover);
  if (call.state === 'ringing') return ringing(call, goal, mover);
  const holder = holderOf(call, mover);
  if (holder === null) return refuse('notYours');
  const { linked_id } = call;
  switch (goal.kind) {
    case 'slot': {
      if (call.direction === 'internal') return refuse('inside');
      if (mover.calls.some((one) => one.parked?.slot === goal.slot)) return refuse('slotTaken');
      return {
        kind: 'do',
        what: 'park',
        action: { kind: 'park', linked_id, extension: holder, slot: goal.slot },
      };
    }
    case 'number':
      return goal.number
        ? transfer(linked_id, holder, goal.number)
        : { kind: 'ask', extension: holder, to: '' };
    case 'person': {
      if (call.employees.some((one) => one.extension === goal.number)) return refuse('same');
      const person = mover.people.find((one) => one.extension === goal.number);
      const away = person?.away?.state;
      if (away === 'dnd') return refuse('dnd');
      if (person?.state === 'offline' && away !== 'forward') return refuse('offline');
      if (person?.state === 'talking' && away !== 'forward')
        return { kind: 'ask', extension: holder, to: goal.number };
      return transfer(linked_id, holder, goal.number);
    }
  }
}

function transfer(linked_id: string, extension: string, to: string): Move {
  return {
    kind: 'do',
    what: 'transfer',
    action: { kind: 'blind_transfer', linked_id, extension, to },
  };
}

function ringing(call: LiveCall, goal: Goal, mover: Mover): Move {
  const { extension } = mover;
  const isMine = goal.kind === 'person' && goal.number === extension;
  if (!isMine || !extension) return refuse('unanswered');
  const { linked_id } = call;
  if (call.ringing.includes(extension))
    return { kind: 'do', what: 'answer', action: { kind: 'answer', linked_id, extension } };
  if (call.ringing.length === 0) return refuse('unanswered');
  return { kind: 'do', what: 'pickUp', action: { kind: 'pick_up', linked_id, extension } };
}

function takeFrom(slot: string, goal: Goal, mover: Mover): Move {
  if (goal.kind !== 'person') return refuse('parked');
  const person = mover.people.find((one) => one.extension === goal.number);
  if (!person) return refuse('parked');
  if (goal.number !== mover.extension && !mover.isHead) return refuse('parked');
  if (person.state === 'offline') return refuse('offline');
  const action: Action = { kind: 'retrieve', slot, extension: goal.number };
  return { kind: 'do', what: 'take', action };
}

export type Full = {
  operator: string;
  busy: number;
  /** Who is on its lines, by name; empty when nobody of ours is seen there. */
  who: string[];
};

/** Operators none of whose lines could take one more call, with those who talk over them. */
export function fullOperators(
  lines: { id: string; operator: string; channels: number; busy: number; state?: string }[],
  calls: LiveCall[],
): Full[] {
  const groups = new Map<string, typeof lines>();
  for (const line of lines) groups.set(line.operator, [...(groups.get(line.operator) ?? []), line]);
  const full: Full[] = [];
  for (const [operator, group] of groups) {
    if (group.some((line) => line.state === 'free' || line.busy < freeable(line))) continue;
    const busy = group.reduce((sum, line) => sum + line.busy, 0);
    if (busy === 0) continue;
    const ids = new Set(group.map((line) => line.id));
    const on = calls.filter((call) => call.lines?.some((id) => ids.has(id)));
    const talking = on.flatMap((call) => call.employees.slice(0, 1).map((one) => one.name));
    full.push({ operator, busy, who: [...new Set(talking)] });
  }
  return full;
}

/** Channels that a line could give at all: one that is down or held back gives none. */
function freeable(line: { channels: number; state?: string }): number {
  return line.state === 'down' || line.state === 'paused' ? 0 : line.channels;
}

export type Waiting = { count: number; since: string };

/** Callers who wait in a queue, and since when the first of them does. */
export function waitingInQueues(calls: LiveCall[]): Waiting | null {
  const since = calls
    .filter((call) => call.node_kind === 'queue' && call.state === 'ringing' && !call.parked)
    .map((call) => call.node_since ?? call.started_at)
    .sort();
  return since[0] ? { count: since.length, since: since[0] } : null;
}

/** Whether the employee talks with a third while his client waits: then he may connect both. */
export function isConsulting(call: LiveCall, extension: string | null | undefined): boolean {
  if (call.state !== 'held' || call.parked) return false;
  if (!call.employees.some((one) => one.extension === extension)) return false;
  const others = call.employees.length - 1 + call.ringing.length;
  return others > (call.direction === 'internal' ? 1 : 0) || (call.lines?.length ?? 0) > 1;
}
