/** Which call the desk has before it: chosen, own, or the last talk just ended. Pure. */
import type { LiveCall } from '@/api/types';
import { ownCall, partOf } from './board';

export type Focus = {
  /** A call that the person chose to look at. */
  picked: string | null;
  /** The own call when the board was last seen. */
  own: LiveCall | null;
  /** The last own talk that ended, kept so that its note can be finished. */
  ended: LiveCall | null;
};

export const NO_FOCUS: Focus = { picked: null, own: null, ended: null };

/**
 * A new own call takes the place of what was picked. A talk that is over stays as `ended`; a
 * phone that stopped ringing since another answered leaves nothing: the desk steps back.
 */
export function refocus(
  focus: Focus,
  calls: LiveCall[],
  extension: string | null | undefined,
): Focus {
  const own = ownCall(calls, extension);
  const picked =
    own && own.linked_id !== focus.own?.linked_id
      ? null
      : calls.some((call) => call.linked_id === focus.picked)
        ? focus.picked
        : null;
  let ended = focus.ended;
  const before = focus.own;
  if (before && before.linked_id !== own?.linked_id) {
    const stillOn = calls.some((call) => call.linked_id === before.linked_id);
    const part = partOf(before, extension);
    // Talks and own outgoing calls are kept, also when they were passed on to a colleague.
    if (part === 'talking' || (part === 'calling' && !stillOn)) ended = before;
  }
  if (own && own.linked_id === ended?.linked_id) ended = null;
  if (picked === focus.picked && own === focus.own && ended === focus.ended) return focus;
  return { picked, own, ended };
}

export type Shown =
  | { kind: 'live'; call: LiveCall }
  | { kind: 'ended'; call: LiveCall }
  | { kind: 'none' };

export function shownOf(focus: Focus, calls: LiveCall[]): Shown {
  const live = calls.find((call) => call.linked_id === (focus.picked ?? focus.own?.linked_id));
  if (live) return { kind: 'live', call: live };
  return focus.ended ? { kind: 'ended', call: focus.ended } : { kind: 'none' };
}
