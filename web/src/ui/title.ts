import { useEffect } from 'react';

/** Names the browser's tab; a screen reader hears it on every change of screen. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Vochi` : 'Vochi';
  }, [title]);
}
