import { describe, expect, it } from 'vitest';
import type { LiveCall } from '@/api/types';
import { NO_FOCUS, refocus, shownOf } from '@/live/focus';
import { liveCall, talking } from './samples';

/** What the desk of 180 shows after each of the boards, one after the other. */
function lived(...boards: LiveCall[][]): string[] {
  let focus = NO_FOCUS;
  return boards.map((calls) => {
    focus = refocus(focus, calls, '180');
    const shown = shownOf(focus, calls);
    return shown.kind === 'none' ? 'none' : `${shown.kind} ${shown.call.linked_id}`;
  });
}

describe('focus of the desk', () => {
  it('opens by itself when my phone rings', () => {
    expect(lived([], [liveCall()])).toEqual(['none', 'live l1']);
  });

  it('steps back when another answers', () => {
    expect(lived([liveCall()], [talking('181')])).toEqual(['live l1', 'none']);
  });

  it('steps back when the caller gives up', () => {
    expect(lived([liveCall()], [])).toEqual(['live l1', 'none']);
  });

  it('keeps my talk after its end, until the next call', () => {
    expect(
      lived(
        [talking('180')],
        [],
        [liveCall({ linked_id: 'l2' })],
        [talking('180', { linked_id: 'l2' })],
        [],
      ),
    ).toEqual(['live l1', 'ended l1', 'live l2', 'live l2', 'ended l2']);
  });

  it('goes back to the talk just over when a later call was taken by another', () => {
    expect(
      lived(
        [talking('180')],
        [],
        [liveCall({ linked_id: 'l2' })],
        [talking('181', { linked_id: 'l2' })],
      ),
    ).toEqual(['live l1', 'ended l1', 'live l2', 'ended l1']);
  });

  it('does not leave my talk when a second call rings', () => {
    expect(lived([talking('180')], [talking('180'), liveCall({ linked_id: 'l2' })])).toEqual([
      'live l1',
      'live l1',
    ]);
  });

  it('lets me look at the call of another until mine rings', () => {
    const other = talking('181', { linked_id: 'other' });
    const picked = { ...NO_FOCUS, picked: 'other' };
    let focus = refocus(picked, [other], '180');
    expect(shownOf(focus, [other])).toEqual({ kind: 'live', call: other });
    const mine = liveCall();
    focus = refocus(focus, [other, mine], '180');
    expect(shownOf(focus, [other, mine])).toEqual({ kind: 'live', call: mine });
  });

  it('keeps what I passed on, so that I can finish its note', () => {
    expect(lived([talking('180')], [talking('181')])).toEqual(['live l1', 'ended l1']);
  });
});
