import type { TFunction } from 'i18next';

/** `2,4 МБ`: bytes as people say them. */
export function sizeWords(bytes: number, t: TFunction): string {
  if (bytes < 1024) return t('card.bytes', { n: bytes });
  if (bytes < 1024 * 1024) return t('card.kb', { n: Math.round(bytes / 1024) });
  return t('card.mb', { n: Math.round((bytes / 1024 / 1024) * 10) / 10 });
}
