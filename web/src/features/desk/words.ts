/** A live call in words: who, with whom, since when. */
import type { TFunction } from 'i18next';
import type { Department, LiveCall, Presence } from '@/api/types';
import { queuePlace } from '@/live/board';
import { nameOf } from '@/ui/party';

export type Tone = 'ring' | 'talk' | 'hold' | 'park';

export function toneOf(call: LiveCall): Tone {
  if (call.parked) return 'park';
  if (call.state === 'ringing') return 'ring';
  return call.state === 'held' ? 'hold' : 'talk';
}

export function sinceOf(call: LiveCall): string {
  if (call.state === 'ringing') return call.started_at;
  if (call.parked) return call.parked.since;
  if (call.state === 'held' && call.held_since) return call.held_since;
  return call.answered_at ?? call.started_at;
}

/** Names of people by extension; a whole ringing department is called by its own name. */
export function ringingNames(
  call: LiveCall,
  people: Presence[],
  departments: Department[],
): string {
  const ringing = new Set(call.ringing);
  const names: string[] = [];
  const whole = departments.filter(
    (one) => one.members.length > 1 && one.members.every((member) => ringing.has(member)),
  );
  for (const department of whole) {
    names.push(`${department.name} ${department.number}`);
    for (const member of department.members) ringing.delete(member);
  }
  for (const extension of ringing) {
    const person = people.find((one) => one.extension === extension);
    names.push(person ? `${person.name} ${extension}` : extension);
  }
  return names.join(', ');
}

export type Around = {
  people: Presence[];
  departments: Department[];
  extension: string | null | undefined;
  t: TFunction;
  /** All live calls, to tell a caller's place in his queue. */
  calls?: LiveCall[];
};

/** The second line of a call: employee or who rings, and the line it came over. */
export function withWhom(call: LiveCall, around: Around): string {
  const { people, departments, extension, t } = around;
  const talking = call.employees
    .filter((one) => one.state !== 'ringing')
    .map((one) => (one.extension === extension ? t('call.you') : `${one.name} ${one.extension}`));
  const ringing = ringingNames(call, people, departments);
  const line = call.direction === 'internal' ? t('call.internal') : (call.line_name ?? '');
  const place = around.calls ? queuePlace(call, around.calls) : null;
  const state = call.parked
    ? t('parking.at', { slot: call.parked.slot, who: call.parked.by.name })
    : call.state === 'held'
      ? t('call.onHold')
      : place !== null
        ? t('now.queue', { place })
        : '';
  const parts = [state, talking.join(', '), line];
  return [parts.filter(Boolean).join(' · '), ringing].filter(Boolean).join(' → ');
}

/** The first line: the client; inside the office, who speaks to whom. */
export function titleOf(call: LiveCall, around: Around): string {
  if (call.direction !== 'internal') return nameOf(call.client, around.t);
  const names = call.employees.map((one) => `${one.name} ${one.extension}`);
  const ringing = ringingNames(call, around.people, around.departments);
  return [...names, ...(ringing ? [ringing] : [])].join(' → ') || nameOf(call.client, around.t);
}
