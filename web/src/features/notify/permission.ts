/** Whether this browser may show calls while its tab is hidden, and what its person chose. */

export type Standing =
  /** Shown. */
  | 'on'
  /** The person does not want it. */
  | 'off'
  /** Nobody has said yet. */
  | 'ask'
  /** The browser was told to refuse. */
  | 'refused'
  /** Only over HTTPS (or on this very machine). */
  | 'insecure'
  /** iPhone and iPad: only when put on the home screen. */
  | 'install'
  /** The browser knows no notifications. */
  | 'unknown';

const STORE = 'vochi-notify';
const watchers = new Set<() => void>();
let chosen: string | null = read();

function read(): string | null {
  try {
    return localStorage.getItem(STORE);
  } catch {
    return null;
  }
}

function keep(choice: 'on' | 'off'): void {
  chosen = choice;
  try {
    localStorage.setItem(STORE, choice);
  } catch {
    // storage is forbidden: the choice lasts as long as the page
  }
  for (const watcher of watchers) watcher();
}

export type Browser = {
  isSecure: boolean;
  permission: NotificationPermission | null;
  isApple: boolean;
  choice: string | null;
};

/** Pure: what follows from what the browser says and the person chose. */
export function standingOf({ isSecure, permission, isApple, choice }: Browser): Standing {
  if (!isSecure) return 'insecure';
  if (permission === null) return isApple ? 'install' : 'unknown';
  if (permission === 'denied') return 'refused';
  if (choice === 'off') return 'off';
  if (permission === 'granted') return choice === 'on' ? 'on' : 'ask';
  return 'ask';
}

export function standing(): Standing {
  return standingOf({
    isSecure: isSecureContext,
    permission: 'Notification' in globalThis ? Notification.permission : null,
    isApple: /iPhone|iPad/.test(navigator.userAgent),
    choice: chosen,
  });
}

export function watchStanding(watcher: () => void): () => void {
  const others = (event: StorageEvent) => {
    if (event.key !== STORE) return;
    chosen = event.newValue;
    watcher();
  };
  watchers.add(watcher);
  addEventListener('storage', others);
  addEventListener('focus', watcher);
  return () => {
    watchers.delete(watcher);
    removeEventListener('storage', others);
    removeEventListener('focus', watcher);
  };
}

/** Asks the browser, which asks the person; only after he pressed something. */
export async function turnOn(): Promise<Standing> {
  if ('Notification' in globalThis && Notification.permission === 'default') {
    await Notification.requestPermission();
  }
  if ('Notification' in globalThis && Notification.permission === 'granted') keep('on');
  for (const watcher of watchers) watcher();
  return standing();
}

export function turnOff(): void {
  keep('off');
}
