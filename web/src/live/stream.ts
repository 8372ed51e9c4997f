/** The stream as a tab sees it: through the shared worker, else over its own connection. */
import { Tap, type TapMessage } from './tap';
import type { TabMessage } from './tap.worker';

export type Stream = { hurry(): void; close(): void };
export type OpenStream = (after: number, tell: (message: TapMessage) => void) => Stream;

function direct(after: number, tell: (message: TapMessage) => void): Stream {
  const tap = new Tap('/api/v1/stream', tell);
  tap.open(after);
  return { hurry: () => tap.hurry(), close: () => tap.close() };
}

/** What the worker sends to a tab: `joined` when it is not connected yet. */
type WorkerMessage = TapMessage | { kind: 'joined' };

/** A worker that has not answered by then never will, milliseconds. */
const PATIENCE = 1500;

/**
 * Tells what happens after event `after`. Chrome on Android and old Safari know no SharedWorker,
 * and a worker whose script was cut off by a reload never answers: then a tab has its own
 * connection, from the same event on.
 */
export const openStream: OpenStream = (after, tell) => {
  if (typeof SharedWorker === 'undefined') return direct(after, tell);
  let worker: SharedWorker;
  try {
    worker = new SharedWorker(new URL('./tap.worker.ts', import.meta.url), {
      type: 'module',
      name: 'vochi-stream',
    });
  } catch {
    return direct(after, tell);
  }
  let own: Stream | null = null;
  const say = (message: TabMessage) => worker.port.postMessage(message);
  const bye = () => say({ kind: 'bye' });
  const alone = () => {
    clearTimeout(timer);
    bye();
    own ??= direct(after, tell);
  };
  const timer = setTimeout(alone, PATIENCE);
  worker.onerror = alone;
  worker.port.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
    clearTimeout(timer);
    if (!own && data.kind !== 'joined') tell(data);
  };
  say({ kind: 'join', after });
  addEventListener('pagehide', bye);
  return {
    hurry: () => (own ? own.hurry() : say({ kind: 'hurry' })),
    close: () => {
      clearTimeout(timer);
      removeEventListener('pagehide', bye);
      bye();
      worker.port.close();
      own?.close();
    },
  };
};
