/** A part of the page that is first needed while the hub is away: it comes when the hub is back. */
const PAUSES = [300, 1000, 2000, 4000];
const REFUSED = 3;
const STYLE = /^Unable to preload CSS for (\S+)/;

/** `load` again and again; it fails only when the hub is there and has no such file any more. */
export async function patient<T>(load: () => Promise<T>): Promise<T> {
  let refused = 0;
  for (let n = 0; ; n++) {
    try {
      return await load();
    } catch (error) {
      if (await isThere()) refused++;
      if (refused === REFUSED) throw error;
      await new Promise((go) => setTimeout(go, PAUSES[Math.min(n, PAUSES.length - 1)]));
      restyle(error);
    }
  }
}

async function isThere(): Promise<boolean> {
  try {
    await fetch('/', { method: 'HEAD', cache: 'no-store' });
    return true;
  } catch {
    return false;
  }
}

/** Vite asks for a style once and takes it for loaded from then on. */
function restyle(error: unknown): void {
  const href = error instanceof Error && STYLE.exec(error.message)?.[1];
  if (!href) return;
  document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href }));
}
