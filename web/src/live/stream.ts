/** The stream as a tab sees it: through the shared worker, else over its own connection. */
import { Tap, type TapMessage } from './tap';

export type Stream = { hurry(): void; close(): void };

const URL_OF_STREAM = '/api/v1/stream';

function direct(tell: (message: TapMessage) => void): Stream {
  const tap = new Tap(URL_OF_STREAM, tell);
  tap.open();
  return { hurry: () => tap.hurry(), close: () => tap.close() };
}

/** Chrome on Android and old Safari know no SharedWorker: there a tab has its own stream. */
export function openStream(tell: (message: TapMessage) => void): Stream {
  if (typeof SharedWorker === 'undefined') return direct(tell);
  try {
    const worker = new SharedWorker(new URL('./tap.worker.ts', import.meta.url), {
      type: 'module',
      name: 'vochi-stream',
    });
    let fallback: Stream | null = null;
    worker.onerror = () => {
      fallback ??= direct(tell);
    };
    worker.port.onmessage = (message: MessageEvent<TapMessage>) => tell(message.data);
    worker.port.start();
    const bye = () => worker.port.postMessage('bye');
    addEventListener('pagehide', bye);
    return {
      hurry: () => (fallback ? fallback.hurry() : worker.port.postMessage('hurry')),
      close: () => {
        removeEventListener('pagehide', bye);
        bye();
        worker.port.close();
        fallback?.close();
      },
    };
  } catch {
    return direct(tell);
  }
}
