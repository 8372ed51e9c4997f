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

/**
 * Tells what happens after event `after`. Chrome on Android and old Safari know no SharedWorker:
 * there a tab has its own connection.
 */
export const openStream: OpenStream = (after, tell) => {
  if (typeof SharedWorker === 'undefined') return direct(after, tell);
  try {
    const worker = new SharedWorker(new URL('./tap.worker.ts', import.meta.url), {
      type: 'module',
      name: 'vochi-stream',
    });
    let fallback: Stream | null = null;
    const say = (message: TabMessage) => worker.port.postMessage(message);
    worker.onerror = () => {
      fallback ??= direct(after, tell);
    };
    worker.port.onmessage = (message: MessageEvent<TapMessage>) => tell(message.data);
    worker.port.start();
    say({ kind: 'join', after });
    const bye = () => say({ kind: 'bye' });
    addEventListener('pagehide', bye);
    return {
      hurry: () => (fallback ? fallback.hurry() : say({ kind: 'hurry' })),
      close: () => {
        removeEventListener('pagehide', bye);
        bye();
        worker.port.close();
        fallback?.close();
      },
    };
  } catch {
    return direct(after, tell);
  }
};
