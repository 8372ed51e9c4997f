/** Putting Vochi on a phone's home screen or a desktop: the service worker, and the browser's offer. */

/** What TypeScript's DOM library lacks: Chromium's offer to install a page. */
type InstallOffer = Event & { prompt(): Promise<unknown> };

export type Offer = 'installed' | 'offered' | 'by_hand';

let held: InstallOffer | null = null;
let isInstalled = matchMedia('(display-mode: standalone)').matches;
const watchers = new Set<() => void>();
const tell = () => {
  for (const watcher of watchers) watcher();
};

addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  held = event as InstallOffer;
  tell();
});
addEventListener('appinstalled', () => {
  isInstalled = true;
  tell();
});

export const offer = (): Offer => (isInstalled ? 'installed' : held ? 'offered' : 'by_hand');

export function watchOffer(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export async function takeOffer(): Promise<void> {
  const taken = held;
  held = null;
  tell();
  await taken?.prompt();
}

/** Service workers live over HTTPS and on this very machine alone; without one all else works. */
export function startWorker(): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  void navigator.serviceWorker
    .register('/sw.js', { updateViaCache: 'none' })
    .catch(() => undefined);
}
