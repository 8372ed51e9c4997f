/** What the screens ask of the hub about messages, SIM cards and gateways. */
import { client, taken } from './client';
import type { components } from './schema';
import type {
  Forward,
  Gateway,
  GatewayRow,
  Page,
  Setup,
  SimEvent,
  SimPolicy,
  SimRow,
  SmsCount,
  SmsRow,
  SmsThread,
  Tariff,
} from './types';

type Schemas = components['schemas'];
type Asked = { params?: { path?: object; query?: object }; body?: unknown };
type Method = (path: string, asked?: Asked) => Promise<{ data?: unknown; response: Response }>;
const hub = client as unknown as Record<'GET' | 'POST' | 'PUT' | 'DELETE', Method>;

async function ask<T>(method: keyof typeof hub, path: string, asked: Asked = {}): Promise<T> {
  return taken(await hub[method](`/api/v1${path}`, asked)) as T;
}
async function tell(method: keyof typeof hub, path: string, asked: Asked = {}): Promise<void> {
  await hub[method](`/api/v1${path}`, asked);
}

/** The office was published anew as this version. */
export type Published = { version: number };

export const readThreads = (q: string, cursor?: string, limit = 50): Promise<Page<SmsThread>> =>
  ask('GET', '/sms/threads', {
    params: { query: { limit, ...(q ? { q } : {}), ...(cursor ? { cursor } : {}) } },
  });

export const readThread = (
  number: string,
  cursor?: string,
): Promise<Page<SmsRow> & { stopped: boolean }> =>
  ask('GET', '/sms/threads/{number}', {
    params: { path: { number }, query: cursor ? { cursor } : {} },
  });

export const markRead = (number: string): Promise<void> =>
  tell('POST', '/sms/threads/{number}/read', { params: { path: { number } } });

/** The same `id` (32 hex digits) asked for again is the same message. */
export type NewSms = { id: string; to: string; text: string; line?: string };

export const sendSms = (body: NewSms): Promise<SmsRow> => ask('POST', '/sms', { body });
export const countSms = (text: string): Promise<SmsCount> =>
  ask('POST', '/sms/count', { body: { text } });
export const cancelSms = (id: string): Promise<void> =>
  tell('DELETE', '/sms/{sms_id}', { params: { path: { sms_id: id } } });
export const sendAgain = (id: string): Promise<SmsRow> =>
  ask('POST', '/sms/{sms_id}/again', { params: { path: { sms_id: id } } });

export const readSims = (): Promise<SimRow[]> => ask('GET', '/sims');

export const HISTORY_KINDS = ['swaps', 'balance', 'forwards', 'checks', 'repairs', 'ussd'] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];
export const readSimHistory = (
  line: string,
  kind: HistoryKind,
  cursor?: string,
): Promise<Page<SimEvent>> =>
  ask('GET', '/sims/{line}/history', {
    params: { path: { line }, query: { kind, ...(cursor ? { cursor } : {}) } },
  });

export type BalancePoint = Schemas['BalancePoint'];
export const readBalances = (line: string, days = 90): Promise<BalancePoint[]> =>
  ask('GET', '/sims/{line}/balance', { params: { path: { line }, query: { days } } });

export const putForwards = (line: string, forwards: Forward[]): Promise<Published> =>
  ask('PUT', '/sims/{line}/forwards', { params: { path: { line } }, body: { forwards } });
export const putSimPolicy = (
  line: string,
  body: { tariff: Tariff | null; policy: SimPolicy },
): Promise<Published> => ask('PUT', '/sims/{line}/policy', { params: { path: { line } }, body });
export const putNumber = (line: string, number: string | null): Promise<Published> =>
  ask('PUT', '/sims/{line}/number', { params: { path: { line } }, body: { number } });

export type Costs = Schemas['CostsOut'];
export const readCosts = (month: string): Promise<Costs> =>
  ask('GET', '/sims/costs', { params: { query: { month } } });

export const readGateways = (): Promise<GatewayRow[]> => ask('GET', '/gateways');
/** A GSM line to add with its gateway. */
export type NewLine = {
  kind: 'gsm';
  id: string;
  name: string;
  operator: string;
  number: string | null;
  gateway: string;
  slot: number;
  inbound?: string;
};
export type GatewayIn = Gateway & { password?: string; lines?: NewLine[] };
export const addGateway = (body: GatewayIn): Promise<Published> =>
  ask('POST', '/gateways', { body });
export const changeGateway = (body: GatewayIn): Promise<Published> =>
  ask('PUT', '/gateways/{gateway}', { params: { path: { gateway: body.id } }, body });
export const removeGateway = (gateway: string): Promise<Published> =>
  ask('DELETE', '/gateways/{gateway}', { params: { path: { gateway } } });
export const readSetup = (gateway: string): Promise<Setup> =>
  ask('GET', '/gateways/{gateway}/setup', { params: { path: { gateway } } });
export const revealGateway = (gateway: string): Promise<{ keys: Record<string, string> }> =>
  ask('POST', '/gateways/{gateway}/reveal', { params: { path: { gateway } } });

export const readJournal = (what: 'repairs' | 'checks', cursor?: string): Promise<Page<SimEvent>> =>
  ask('GET', `/${what}`, { params: { query: cursor ? { cursor } : {} } });

export type Question = Schemas['Question'];
export type OperatorProfile = Schemas['OperatorProfile'];
/** `builtin`: the product's own, the office has none of this name. */
export type OperatorRow = Schemas['OperatorOut'];
export const readOperators = (): Promise<OperatorRow[]> => ask('GET', '/operators');
export const putOperators = (operators: OperatorProfile[]): Promise<Published> =>
  ask('PUT', '/operators', { body: { operators } });

export type Socket = Schemas['Socket'];
export type SocketIn = Socket & { password?: string };
export type Adapter = Schemas['Adapter'];

const byId = (id: string) => ({ params: { path: { id } } });

export const readSockets = (): Promise<Socket[]> => ask('GET', '/sockets');
export const addSocket = (body: SocketIn): Promise<Published> => ask('POST', '/sockets', { body });
export const changeSocket = (body: SocketIn): Promise<Published> =>
  ask('PUT', '/sockets/{id}', { ...byId(body.id), body });
export const removeSocket = (id: string): Promise<Published> =>
  ask('DELETE', '/sockets/{id}', byId(id));
export const readAdapters = (): Promise<Adapter[]> => ask('GET', '/adapters');
export const addAdapter = (body: Adapter): Promise<Published> => ask('POST', '/adapters', { body });
export const changeAdapter = (body: Adapter): Promise<Published> =>
  ask('PUT', '/adapters/{id}', { ...byId(body.id), body });
export const removeAdapter = (id: string): Promise<Published> =>
  ask('DELETE', '/adapters/{id}', byId(id));
export const revealAdapter = (id: string): Promise<{ keys: Record<string, string> }> =>
  ask('POST', '/adapters/{id}/reveal', byId(id));
export const readAdapterSetup = (id: string): Promise<Setup> =>
  ask('GET', '/adapters/{id}/setup', byId(id));

export type PolicyName = 'sms' | 'repair' | 'doctor';
export type PolicyValue = string | number | boolean | null | string[];
export const putPolicy = (
  name: PolicyName,
  body: Record<string, PolicyValue>,
): Promise<Published> => ask('PUT', `/policy/${name}`, { body });
