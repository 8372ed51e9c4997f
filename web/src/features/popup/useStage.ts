import { useEffect, useState, useSyncExternalStore } from 'react';
import { Stage, type Wire } from './stage';
import { isVisible, turnedAt, watchTurning } from './turned';

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
    const claim = { tab, isVisible: isVisible(), at: turnedAt() };
    const made = new Stage(wire(`vochi-stage-${login}`), claim);
    const unwatch = watchTurning(() => made.stand(isVisible(), turnedAt()));
    const bye = () => made.leave();
    addEventListener('pagehide', bye);
    setStage(made);
    return () => {
      unwatch();
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
