/** How a client of a call is called: his name, else his number, else that it is hidden. */
import type { TFunction } from 'i18next';
import type { ClientRef } from '@/api/types';
import { isErased } from './phone';

/** His number as people read it, where it says more than the name does. */
export function numberOf(client: ClientRef): string {
  return isErased(client.number) ? '' : client.pretty || client.number;
}

export function nameOf(client: ClientRef, t: TFunction): string {
  if (isErased(client.number)) return `${client.name} ${client.pretty}`.trim();
  return client.name || client.pretty || client.number || t('call.hidden');
}
