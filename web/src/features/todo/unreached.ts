/** Who called in vain and was neither talked to nor put aside by hand since: pure, from rows of the call log. */
import type { CallRow } from '@/api/types';

export type Unreached = {
  /** The newest of his missed calls. */
  last: CallRow;
  /** How many times he called in vain since he was last talked to. */
  times: number;
  longestWait: number;
  /** His newest call with a voicemail. */
  mail: CallRow | null;
  /** He asked to be called back. */
  asked: boolean;
};

/** `answered` is complete back to `from` (ms): older missed calls cannot be judged and are left. */
export function unreached(missed: CallRow[], answered: CallRow[], from: number): Unreached[] {
  const talkedAt = new Map<string, number>();
  for (const call of answered) {
    if (!call.client.number) continue;
    const at = Date.parse(call.answered_at ?? call.started_at);
    const known = talkedAt.get(call.client.number) ?? 0;
    if (at > known) talkedAt.set(call.client.number, at);
  }
  // Whoever closed a call closed those before it with the same number, too.
  for (const call of missed) {
    if (!call.closed || !call.client.number) continue;
    const at = Date.parse(call.started_at) + 1;
    talkedAt.set(call.client.number, Math.max(at, talkedAt.get(call.client.number) ?? 0));
  }
  const found = new Map<string, Unreached>();
  for (const call of missed) {
    const number = call.client.number;
    const at = Date.parse(call.started_at);
    if (at < from || call.closed || call.client.lists?.includes('blacklist')) continue;
    // Nobody can call a hidden number back, but what it said or asked must be heard.
    const said = call.has_message || call.callback_asked_at != null;
    const key = number || (said ? `hidden ${call.id}` : '');
    if (!key || at < (talkedAt.get(number) ?? 0)) continue;
    const known = found.get(key);
    if (!known) {
      found.set(key, {
        last: call,
        times: 1,
        longestWait: call.waited,
        mail: call.has_message ? call : null,
        asked: call.callback_asked_at != null,
      });
      continue;
    }
    known.asked ||= call.callback_asked_at != null;
    if (call.has_message && at > Date.parse(known.mail?.started_at ?? '1970-01-01')) {
      known.mail = call;
    }
    known.times += 1;
    known.longestWait = Math.max(known.longestWait, call.waited);
    if (at > Date.parse(known.last.started_at)) known.last = call;
  }
  return [...found.values()].sort(
    (a, b) => Date.parse(b.last.started_at) - Date.parse(a.last.started_at),
  );
}
