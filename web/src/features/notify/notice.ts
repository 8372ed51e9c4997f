/** One notification a call: shown through the service worker, which phones insist on, else by the page. */

export type Notice = { tag: string; title: string; body: string };

const own = new Map<string, Notification>();
/** Calls to be told of now: one may be over before the browser has found its worker. */
const wanted = new Set<string>();

async function registration(): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in navigator)) return null;
  const found = await navigator.serviceWorker.getRegistration('/');
  return found?.active ? found : null;
}

export async function show(notice: Notice): Promise<void> {
  const options = {
    body: notice.body,
    tag: notice.tag,
    icon: '/icon-192.png',
    badge: '/badge.png',
    requireInteraction: true,
    data: { path: '/' },
  };
  wanted.add(notice.tag);
  const worker = await registration();
  if (!wanted.has(notice.tag)) return;
  if (worker) {
    await worker.showNotification(notice.title, options);
    return;
  }
  const made = new Notification(notice.title, options);
  made.onclick = () => {
    window.focus();
    made.close();
  };
  own.set(notice.tag, made);
}

/** Any tab may take it away: the one that showed it may be gone. */
export async function take(tag: string): Promise<void> {
  wanted.delete(tag);
  own.get(tag)?.close();
  own.delete(tag);
  const worker = await registration();
  for (const one of (await worker?.getNotifications({ tag })) ?? []) one.close();
}
