/** Pages of the cabinet, in the order of its row, and who sees them. */
import type { Me } from '@/api/types';

/** The least role that sees a page. */
type Seen = 'head' | 'administrator';
export type CabinetTab = { to: string; word: CabinetWord; role: Seen };
type CabinetWord =
  | 'start'
  | 'people'
  | 'departments'
  | 'schemes'
  | 'outgoing'
  | 'lines'
  | 'prompts'
  | 'publish'
  | 'integrations'
  | 'audit'
  | 'privacy';

/** Each room adds the line of its page, in the order of the words above. */
const TABS: CabinetTab[] = [
  { to: '/people', word: 'people', role: 'head' },
  { to: '/departments', word: 'departments', role: 'administrator' },
  { to: '/schemes', word: 'schemes', role: 'administrator' },
  { to: '/outgoing', word: 'outgoing', role: 'administrator' },
  { to: '/lines', word: 'lines', role: 'head' },
  { to: '/prompts', word: 'prompts', role: 'administrator' },
  { to: '/publish', word: 'publish', role: 'administrator' },
  { to: '/integrations', word: 'integrations', role: 'administrator' },
  { to: '/audit', word: 'audit', role: 'administrator' },
  { to: '/privacy', word: 'privacy', role: 'administrator' },
  { to: '/start', word: 'start', role: 'administrator' },
];

const SEES: Record<Seen, readonly Me['role'][]> = {
  head: ['owner', 'administrator', 'head'],
  administrator: ['owner', 'administrator'],
};

export function sees(role: Me['role'], least: Seen): boolean {
  return SEES[least].includes(role);
}

/** `isNew`: the office is empty, or its first run is not finished: only then it has a tab. */
export function cabinetTabs(role: Me['role'], isNew: boolean): CabinetTab[] {
  return TABS.filter((tab) => sees(role, tab.role) && (tab.word !== 'start' || isNew));
}
