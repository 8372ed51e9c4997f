/** A line as a form: text of fields, what is wrong with it, what goes to the hub. Pure. */
import type { LineDocument } from '@/api/lines';
import { e164 } from '@/features/sims/e164';

export type LineKind = LineDocument['kind'];
type Dial = LineDocument['dial'];

export type LineDraft = {
  kind: LineKind;
  name: string;
  operator: string;
  inbound: string;
  dial: Dial;
  record: boolean;
  paused: boolean;
  /** Numbers of a trunk, one a row; the number of any other line. */
  numbers: string;
  byNumber: Record<string, string>;
  channels: string;
  host: string;
  port: string;
  transport: 'udp' | 'tcp';
  registers: boolean;
  username: string;
  password: string;
  certified: boolean;
  gateway: string;
  slot: string;
};

/** How an operator is reached. Hosts only where every client of his has the same. */
export type Preset = {
  id: 'beltelecom' | 'a1' | 'mts' | 'zadarma' | 'sipnet' | 'other';
  host: string;
  certified: boolean;
};
export const PRESETS: Preset[] = [
  { id: 'beltelecom', host: '', certified: true },
  { id: 'a1', host: '', certified: true },
  { id: 'mts', host: '', certified: true },
  { id: 'zadarma', host: 'sip.zadarma.com', certified: false },
  { id: 'sipnet', host: 'sipnet.ru', certified: false },
  { id: 'other', host: '', certified: true },
];

const FRESH: LineDraft = {
  kind: 'trunk',
  name: '',
  operator: '',
  inbound: '',
  dial: 'e164',
  record: true,
  paused: false,
  numbers: '',
  byNumber: {},
  channels: '2',
  host: '',
  port: '',
  transport: 'udp',
  registers: true,
  username: '',
  password: '',
  certified: true,
  gateway: '',
  slot: '1',
};

export function freshDraft(kind: LineKind, inbound: string): LineDraft {
  return { ...FRESH, kind, inbound, dial: kind === 'fxo' ? 'national' : 'e164' };
}

export function draftOf(line: LineDocument): LineDraft {
  const common = {
    ...FRESH,
    kind: line.kind,
    name: line.name,
    operator: line.operator ?? '',
    inbound: line.inbound ?? '',
    dial: line.dial,
    record: line.record,
    paused: line.paused,
  };
  if (line.kind === 'trunk')
    return {
      ...common,
      numbers: (line.numbers ?? []).join('\n'),
      byNumber: line.by_number ?? {},
      channels: String(line.channels),
      host: line.host,
      port: line.port === 5060 ? '' : String(line.port),
      transport: line.transport,
      registers: line.register_there,
      username: line.username ?? '',
      certified: line.certified,
    };
  const numbers = line.number ?? '';
  if (line.kind === 'fxo') return { ...common, numbers };
  return { ...common, numbers, gateway: line.gateway, slot: String(line.slot) };
}

export type Bad = Partial<
  Record<keyof LineDraft, 'needed' | 'number' | 'host' | 'figure' | 'user'>
>;

export function numbersOf(text: string): string[] {
  return text
    .split(/[\n,;]/)
    .map((one) => one.trim())
    .filter(Boolean);
}

function figure(text: string, most: number): number | null {
  const value = /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= 1 && value <= most ? value : null;
}

const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,252})$/;
const USER = /^[A-Za-z0-9_.+-]{1,64}$/;

/** `was` keeps what the form does not show: forwards, tariff, old numbers. */
export function readDraft(
  draft: LineDraft,
  id: string,
  was: LineDocument | null,
): { line: LineDocument; bad: Bad } {
  const bad: Bad = {};
  const typed = numbersOf(draft.numbers);
  const numbers = typed.map(e164);
  if (!draft.name.trim()) bad.name = 'needed';
  if (numbers.includes(null)) bad.numbers = 'number';
  const good = numbers.filter((one) => one !== null);
  const common = {
    id,
    name: draft.name.trim(),
    operator: draft.operator.trim(),
    inbound: draft.inbound || null,
    dial: draft.dial,
    record: draft.record,
    paused: draft.paused,
  };
  if (draft.kind === 'trunk') {
    const port = draft.port.trim() ? figure(draft.port, 65_535) : 5060;
    const channels = figure(draft.channels, 1000);
    if (!draft.host.trim()) bad.host = 'needed';
    else if (!HOST.test(draft.host.trim())) bad.host = 'host';
    if (port === null) bad.port = 'figure';
    if (channels === null) bad.channels = 'figure';
    if (draft.registers && !draft.username.trim()) bad.username = 'needed';
    else if (draft.username.trim() && !USER.test(draft.username.trim())) bad.username = 'user';
    const line: LineDocument = {
      ...(was?.kind === 'trunk' ? was : { replaces: [] }),
      ...common,
      kind: 'trunk',
      operator: common.operator || common.name,
      numbers: good,
      channels: channels ?? 1,
      host: draft.host.trim(),
      port: port ?? 5060,
      transport: draft.transport,
      username: draft.username.trim() || null,
      register_there: draft.registers,
      certified: draft.certified,
      by_number: Object.fromEntries(
        Object.entries(draft.byNumber).filter(([number, to]) => to && good.includes(number)),
      ),
    };
    return { line, bad };
  }
  if (typed.length > 1) bad.numbers = 'number';
  const number = good[0] ?? null;
  if (draft.kind === 'fxo') {
    const line: LineDocument = {
      ...(was?.kind === 'fxo' ? was : {}),
      ...common,
      kind: 'fxo',
      operator: common.operator || common.name,
      number,
    };
    return { line, bad };
  }
  const slot = figure(draft.slot, 64);
  if (slot === null) bad.slot = 'figure';
  if (!common.operator) bad.operator = 'needed';
  if (!draft.gateway) bad.gateway = 'needed';
  const line: LineDocument = {
    ...(was?.kind === 'gsm' ? was : ({ forwards: [], tariff: null } as object)),
    ...common,
    kind: 'gsm',
    number,
    gateway: draft.gateway,
    slot: slot ?? 1,
  } as LineDocument;
  return { line, bad };
}

const STEMS: Record<LineKind, string> = { trunk: 'city', fxo: 'pstn', gsm: 'gsm' };

/** An id that no line has: `city`, `city-2`. */
export function freeLineId(kind: LineKind, known: { id: string }[]): string {
  const taken = new Set(known.map((one) => one.id));
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? STEMS[kind] : `${STEMS[kind]}-${n}`;
    if (!taken.has(id)) return id;
  }
}
