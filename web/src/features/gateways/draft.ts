/** A gateway as a form: text of fields, what is wrong with it, what goes to the hub. Pure. */
import type { GatewayIn, NewLine } from '@/api/gsm';
import type { GatewayKind, GatewayRow } from '@/api/types';
import { e164 } from '@/features/sims/e164';

export const KINDS: GatewayKind[] = [
  'goip',
  'yeastar',
  'openvox',
  'dinstar',
  'quectel',
  'dongle',
  'gammu',
];

type Card = { operator?: string; number?: string };

export type GatewayDraft = {
  name: string;
  kind: GatewayKind;
  model: string;
  slots: string;
  address: string;
  port: string;
  web: 'http' | 'https';
  login: string;
  password: string;
  socket: string;
  /** Of slots, by place from 0; only of a new gateway. */
  cards: Record<number, Card>;
  /** The scheme that answers; null: the first one of the office. */
  inbound: string | null;
};

export function draftOf(gateway: GatewayRow | null): GatewayDraft {
  return {
    name: gateway?.name ?? '',
    kind: gateway?.kind ?? 'goip',
    model: gateway?.model ?? '',
    slots: String(gateway?.slots ?? 8),
    address: gateway?.address ?? '',
    port: gateway?.port ? String(gateway.port) : '',
    web: gateway?.web ?? 'http',
    login: gateway?.login ?? 'admin',
    password: '',
    socket: gateway?.socket ?? '',
    cards: {},
    inbound: null,
  };
}

/** An id that no gateway has: `goip`, `goip-2`. */
export function freeId(kind: GatewayKind, known: { id: string }[]): string {
  const taken = new Set(known.map((one) => one.id));
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? kind : `${kind}-${n}`;
    if (!taken.has(id)) return id;
  }
}

export type ReadDraft = {
  gateway: GatewayIn;
  bad: (keyof GatewayDraft)[];
  /** Places of cards whose number is none. */
  badCards: number[];
};

const HOST = /^[A-Za-z0-9][A-Za-z0-9.:-]{0,252}$/;
const LOGIN = /^[^\s:@/\\]{1,40}$/;

function figure(text: string, most: number): number | null {
  const value = /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= 1 && value <= most ? value : null;
}

export function readDraft(draft: GatewayDraft, id: string): ReadDraft {
  const slots = figure(draft.slots, 64);
  const port = figure(draft.port, 65_535);
  const address = draft.address.trim();
  const badCards = Object.entries(draft.cards)
    .filter(([, card]) => card.number?.trim() && e164(card.number) === null)
    .map(([place]) => Number(place));
  const bad: (keyof GatewayDraft)[] = [];
  if (!draft.name.trim()) bad.push('name');
  if (slots === null) bad.push('slots');
  if (address && !HOST.test(address)) bad.push('address');
  if (draft.port.trim() && port === null) bad.push('port');
  if (!LOGIN.test(draft.login.trim())) bad.push('login');
  if (badCards.length > 0) bad.push('cards');
  return {
    gateway: {
      id,
      name: draft.name.trim(),
      kind: draft.kind,
      model: draft.model.trim(),
      slots: slots ?? 0,
      address: address || null,
      port,
      web: draft.web,
      login: draft.login.trim(),
      socket: draft.socket || null,
      ...(draft.password ? { password: draft.password } : {}),
    },
    bad,
    badCards,
  };
}

/** Lines for the slots that somebody named an operator for; ids and names that no line has. */
export function linesOf(
  draft: GatewayDraft,
  gateway: string,
  known: { id: string; name: string }[],
): NewLine[] {
  const used = new Set(known.map((line) => line.id));
  const names = new Set(known.map((line) => line.name));
  return Object.entries(draft.cards).flatMap(([place, card]) => {
    const operator = card.operator?.trim();
    if (!operator) return [];
    const slot = Number(place) + 1;
    let id = `${gateway}-${slot}`;
    for (let n = 2; used.has(id); n += 1) id = `${gateway}-${slot}-${n}`;
    used.add(id);
    let name = `${operator}-1`;
    for (let n = 2; names.has(name); n += 1) name = `${operator}-${n}`;
    names.add(name);
    return [
      {
        kind: 'gsm' as const,
        id,
        name,
        operator,
        number: card.number ? e164(card.number) : null,
        gateway,
        slot,
        ...(draft.inbound ? { inbound: draft.inbound } : {}),
      },
    ];
  });
}
