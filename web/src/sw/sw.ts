/**
 * The service worker: keeps the shell for when there is no connection, and shows notifications.
 *
 * Nothing of the API is ever kept. The page itself is always asked of the hub first, so no old
 * version can stick; files under /assets/ are named by their content and are kept as long as the
 * page that the hub gave last names them.
 */

/** What TypeScript's DOM library lacks of ServiceWorkerGlobalScope. */
type Extended = Event & { waitUntil(work: Promise<unknown>): void };
type Fetching = Extended & { request: Request; respondWith(answer: Promise<Response>): void };
type Clicked = Extended & { notification: Notification };
type Tab = { url: string; focused: boolean; visibilityState: string; focus(): Promise<unknown> };
type Scope = {
  addEventListener(kind: 'install' | 'activate', hear: (event: Extended) => void): void;
  addEventListener(kind: 'fetch', hear: (event: Fetching) => void): void;
  addEventListener(kind: 'notificationclick', hear: (event: Clicked) => void): void;
  skipWaiting(): Promise<void>;
  clients: {
    claim(): Promise<void>;
    matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<Tab[]>;
    openWindow(url: string): Promise<unknown>;
  };
  location: Location;
};
type Chunk = { file: string; imports?: string[]; css?: string[]; dynamicImports?: string[] };

const scope = self as unknown as Scope;
const CACHE = 'vochi-shell';
const PAGE = '/index.html';
/** What an everyday page needs of the build, by its source. */
const EVERYDAY = [
  'index.html',
  'src/features/desk/DeskPage.tsx',
  'src/features/todo/TodoPage.tsx',
  'src/features/log/LogPage.tsx',
  'src/features/client/ClientsPage.tsx',
  'src/features/client/ClientPage.tsx',
  'src/features/popup/PopUp.tsx',
  'src/i18n/ru.json',
  'src/i18n/en.json',
  'src/i18n/be.json',
  // A page does not open without its words.
  ...['popup', 'todo', 'log', 'client'].flatMap((area) =>
    ['ru', 'en', 'be'].map((language) => `src/i18n/areas/${area}/${language}.json`),
  ),
];
const LOOSE = ['/theme.js', '/icon.svg', '/icon-192.png', '/manifest.webmanifest'];

scope.addEventListener('install', (event) => {
  event.waitUntil(renew().then(() => scope.skipWaiting()));
});

scope.addEventListener('activate', (event) => {
  event.waitUntil(scope.clients.claim());
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== scope.location.origin) return;
  if (request.mode === 'navigate') {
    if (!isOurs(url.pathname)) return;
    event.respondWith(page(request, event));
  } else if (url.pathname.startsWith('/assets/')) {
    event.respondWith(asset(request));
  } else if (LOOSE.includes(url.pathname)) {
    event.respondWith(loose(request));
  }
});

scope.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(
    (async () => {
      const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
      const one = windows.find((each) => each.focused) ?? windows[0];
      await (one ? one.focus() : scope.clients.openWindow('/'));
    })(),
  );
});

/** Addresses of the app; the API, the log in, the link and phone books are not ours to answer. */
function isOurs(path: string): boolean {
  return !/^\/(api|_allauth|admin|link|book|static|media)(\/|$)/.test(path);
}

/** The page as the hub has it now; without a connection as it was last. */
async function page(request: Request, event: Extended): Promise<Response> {
  try {
    const fresh = await fetch(request);
    if (fresh.ok && fresh.headers.get('Content-Type')?.startsWith('text/html')) {
      event.waitUntil(keepPage(fresh.clone()));
    }
    return fresh;
  } catch (error) {
    const kept = await (await caches.open(CACHE)).match(PAGE);
    if (kept) return kept;
    throw error;
  }
}

/** A page that names other files than the kept one is a new version: its files replace the old. */
async function keepPage(fresh: Response): Promise<void> {
  const kept = await (await caches.open(CACHE)).match(PAGE);
  if (kept && (await kept.text()) === (await fresh.text())) return;
  await renew();
}

/** Keeps the page and the files of the everyday screens; drops what the build names no more. */
async function renew(): Promise<void> {
  const cache = await caches.open(CACHE);
  const [html, manifest] = await Promise.all([
    fetch(PAGE, { cache: 'no-cache' }),
    fetch('/.vite/manifest.json', { cache: 'no-cache' }),
  ]);
  if (!html.ok || !manifest.ok) throw new Error('the shell cannot be read');
  const chunks = (await manifest.json()) as Record<string, Chunk>;
  const wanted = new Set<string>();
  for (const key of EVERYDAY) take(chunks, key, wanted);
  for (const file of wanted) if (!(await cache.match(file))) await cache.add(file);
  for (const file of LOOSE) await cache.add(new Request(file, { cache: 'no-cache' }));
  // Last, so that a page is never kept without its files.
  await cache.put(PAGE, html);
  const named = new Set<string>();
  for (const each of Object.values(chunks)) {
    for (const file of [each.file, ...(each.css ?? [])]) named.add(`/${file}`);
  }
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/assets/') && !named.has(pathname)) await cache.delete(request);
  }
}

function take(chunks: Record<string, Chunk>, key: string, wanted: Set<string>): void {
  const chunk = chunks[key];
  if (!chunk || wanted.has(`/${chunk.file}`)) return;
  if (!chunk.file.endsWith('.html')) wanted.add(`/${chunk.file}`);
  for (const css of chunk.css ?? []) wanted.add(`/${css}`);
  for (const next of chunk.imports ?? []) take(chunks, next, wanted);
}

async function asset(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await cache.put(request, fresh.clone());
  return fresh;
}

async function loose(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(CACHE)).match(request);
    if (kept) return kept;
    throw error;
  }
}
