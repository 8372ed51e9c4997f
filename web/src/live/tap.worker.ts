/** All tabs of one browser share this worker, so that one tab more costs no connection more. */
import { Tap, type TapMessage } from './tap';

export type TabMessage = { kind: 'join'; after: number } | { kind: 'hurry' } | { kind: 'bye' };

const ports = new Set<MessagePort>();

const tap = new Tap('/api/v1/stream', (message: TapMessage) => {
  for (const port of ports) port.postMessage(message);
});

/** What TypeScript's DOM library lacks of SharedWorkerGlobalScope. */
const scope = self as unknown as { onconnect: (event: MessageEvent) => void };

scope.onconnect = (event) => {
  const port = event.ports[0];
  if (!port) return;
  port.onmessage = ({ data }: MessageEvent<TabMessage>) => {
    switch (data.kind) {
      case 'join':
        if (ports.size === 0) tap.open(data.after);
        ports.add(port);
        port.postMessage(tap.state ?? { kind: 'joined' });
        return;
      case 'hurry':
        tap.hurry();
        return;
      case 'bye':
        ports.delete(port);
        if (ports.size === 0) tap.close();
        return;
      default:
        data satisfies never;
    }
  };
};
