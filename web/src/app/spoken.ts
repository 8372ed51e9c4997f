/** A page together with the words that only such pages need. */
import { type Area, speakOf } from '@/i18n';

export async function spoken<T>(areas: Area | Area[], page: Promise<T>): Promise<T> {
  const [loaded] = await Promise.all([page, speakOf(...(Array.isArray(areas) ? areas : [areas]))]);
  return loaded;
}
