/**
 * When the person last turned to this tab, milliseconds since 1970; 0: never.
 *
 * Heard from the page's first script on: the pop-up comes later, and who turned to the tab before
 * it came must not be taken for elsewhere.
 */

// Since it was opened, not since this was loaded: it may have been left meanwhile.
let at = document.hasFocus() ? performance.timeOrigin : 0;
const watchers = new Set<() => void>();

function tell(): void {
  for (const watcher of watchers) watcher();
}

function turned(): void {
  at = Date.now();
  tell();
}

addEventListener('focus', turned);
document.addEventListener('visibilitychange', () => (isVisible() ? turned() : tell()));
// Taken out of the browser's cache by 'back', not opened.
addEventListener('pageshow', ({ persisted }) => persisted && turned());

export function isVisible(): boolean {
  return document.visibilityState === 'visible';
}

export function turnedAt(): number {
  return at;
}

/** Tells when the person has turned to the tab, or it was hidden. */
export function watchTurning(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
