/** Pages of the section, and who sees them. */
import type { Me } from '@/api/types';

export const GSM_PLACES = ['/sims', '/gateways', '/adapters', '/costs', '/repairs', '/rules'];

export type Tab = { to: string; word: 'sims' | 'gateways' | 'costs' | 'repairs' | 'rules' };

const FOR_HEADS: Tab[] = [
  { to: '/sims', word: 'sims' },
  { to: '/gateways', word: 'gateways' },
];
const FOR_ADMINISTRATORS: Tab[] = [
  ...FOR_HEADS,
  { to: '/costs', word: 'costs' },
  { to: '/repairs', word: 'repairs' },
  { to: '/rules', word: 'rules' },
];

export function isAdministrator(role: Me['role']): boolean {
  return role === 'owner' || role === 'administrator';
}

export function tabsOf(role: Me['role']): Tab[] {
  if (isAdministrator(role)) return FOR_ADMINISTRATORS;
  return role === 'head' ? FOR_HEADS : [];
}
