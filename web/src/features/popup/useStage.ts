import { useEffect, useState, useSyncExternalStore } from 'react';
import { Stage, type Wire } from './stage';

const ALONE: Wire = { postMessage: () => undefined, close: () => undefined, onmessage: null };

function wire(name: string): Wire {
  // A browser without it has one tab before its person's eyes at a time, or shows twice.
  return typeof BroadcastChannel === 'undefined' ? ALONE : new BroadcastChannel(name);
}

/** Whether this tab is the one that shows `what` (null: nothing) to the person of this account. */
export function useStage(login: string, what: string | null): boolean {
  const [stage, setStage] = useState<Stage | null>(null);
  useEffect(() => {
    const tab = `${Date.now()}-${Math.random()}`;
    const isVisible = document.visibilityState === 'visible';
    // Since it was opened, not since this was loaded: it may have been left meanwhile.
    const at = document.hasFocus() ? performance.timeOrigin : 0;
    const made = new Stage(wire(`vochi-stage-${login}`), { tab, isVisible, at });
    const seen = () =>
      made.stand(document.visibilityState === 'visible', document.visibilityState === 'visible');
    const focused = () => made.stand(document.visibilityState === 'visible', true);
    const bye = () => made.leave();
    document.addEventListener('visibilitychange', seen);
    addEventListener('focus', focused);
    addEventListener('pageshow', seen);
    addEventListener('pagehide', bye);
    setStage(made);
    return () => {
      document.removeEventListener('visibilitychange', seen);
      removeEventListener('focus', focused);
      removeEventListener('pageshow', seen);
      removeEventListener('pagehide', bye);
      made.close();
    };
  }, [login]);
  useEffect(() => (stage && what ? stage.contend() : undefined), [stage, what]);
  return useSyncExternalStore(
    (watcher) => stage?.watch(watcher) ?? (() => undefined),
    () => stage?.isFirst() ?? false,
  );
}
