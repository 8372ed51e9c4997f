/** How a client of a call is called: his name, else his number, else that it is hidden. */
import type { TFunction } from 'i18next';
import type { ClientRef } from '@/api/types';

export function nameOf(client: ClientRef, t: TFunction): string {
  return client.name || client.pretty || client.number || t('call.hidden');
}
