/** What the pop-up shows, and how much of it. Pure. */
import type { LiveCall } from '@/api/types';
import { partOf } from '@/live/board';

export type Size = 'open' | 'small' | 'closed';
export type Held = { linkedId: string | null; size: Size; path: string };

export const NOTHING: Held = { linkedId: null, size: 'closed', path: '' };

/**
 * A new call opens the pop-up; the same call leaves it as its person made it.
 *
 * `givesWay`: a talk on a phone, where the card would cover the page that was turned to.
 */
export function follow(held: Held, linkedId: string | null, path: string, givesWay: boolean): Held {
  if (held.linkedId === linkedId) {
    if (held.path === path) return held;
    return { ...held, path, size: givesWay && held.size === 'open' ? 'small' : held.size };
  }
  if (linkedId === null) return { linkedId, path, size: 'closed' };
  return { linkedId, path, size: givesWay ? 'small' : 'open' };
}

/** Esc takes away a step at a time; what rings cannot be lost by one key. */
export function stepBack(held: Held): Held {
  if (held.size === 'closed') return held;
  return { ...held, size: held.size === 'open' ? 'small' : 'closed' };
}

/** The call of a person: his own, else the talk just over, whose note may be unfinished. */
export function callOf(
  own: LiveCall | null,
  ended: LiveCall | null,
): { call: LiveCall; isOver: boolean } | null {
  if (own) return { call: own, isOver: false };
  return ended ? { call: ended, isOver: true } : null;
}

export type Rings = { linkedId: string; call: LiveCall } | null;

/** What rings at the phones of an extension: of this a hidden tab tells. */
export function ringing(calls: LiveCall[], extension: string | null | undefined): Rings {
  const call = calls.find((one) => partOf(one, extension) === 'ringing');
  return call ? { linkedId: call.linked_id, call } : null;
}
