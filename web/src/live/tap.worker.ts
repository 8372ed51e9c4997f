/** All tabs of one browser share this worker, so that one tab more costs no connection more. */
import { Tap, type TapMessage } from './tap';

const ports = new Set<MessagePort>();

const tap = new Tap('/api/v1/stream', (message: TapMessage) => {
  for (const port of ports) port.postMessage(message);
});

/** What TypeScript's DOM library lacks of SharedWorkerGlobalScope. */
const scope = self as unknown as { onconnect: (event: MessageEvent) => void };

scope.onconnect = (event) => {
  const port = event.ports[0];
  if (!port) return;
  if (ports.size === 0) tap.open();
  ports.add(port);
  if (tap.last) port.postMessage(tap.last);
  port.onmessage = (message: MessageEvent<'bye' | 'hurry'>) => {
    if (message.data === 'hurry') tap.hurry();
    if (message.data === 'bye') {
      ports.delete(port);
      if (ports.size === 0) tap.close();
    }
  };
};
