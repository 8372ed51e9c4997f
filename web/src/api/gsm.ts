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
/** Fields that have a value: an absent one is not sent at all. */
const given = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

/** The office was published anew as this version. */
export type Published = Pick<Schemas['PublishOut'], 'version'>;

export async function readThreads(
  q: string,
  cursor?: string,
  limit = 50,
): Promise<Page<SmsThread>> {
  const query = { limit, ...given({ q, cursor }) };
  return taken(await client.GET('/api/v1/sms/threads', { params: { query } }));
}

export type SmsPage = Page<SmsRow> & { stopped: boolean };
export async function readThread(number: string, cursor?: string): Promise<SmsPage> {
  const params = { path: { number }, query: given({ cursor }) };
  return taken(await client.GET('/api/v1/sms/threads/{number}', { params }));
}

export async function markRead(number: string): Promise<void> {
  await client.POST('/api/v1/sms/threads/{number}/read', { params: { path: { number } } });
}

/** The same `id` (32 hex digits) asked for again is the same message. */
export type NewSms = { id: string; to: string; text: string; line?: string };

export async function sendSms(body: NewSms): Promise<SmsRow> {
  return taken(await client.POST('/api/v1/sms', { body }));
}

export async function countSms(text: string): Promise<SmsCount> {
  return taken(await client.POST('/api/v1/sms/count', { body: { text } }));
}

export async function cancelSms(id: string): Promise<SmsRow> {
  const params = { path: { sms_id: id } };
  return taken(await client.DELETE('/api/v1/sms/{sms_id}', { params }));
}

export async function sendAgain(id: string): Promise<SmsRow> {
  const params = { path: { sms_id: id } };
  return taken(await client.POST('/api/v1/sms/{sms_id}/again', { params }));
}

export type SmsTemplate = Schemas['SmsTemplateOut'];
export async function readTemplates(): Promise<SmsTemplate[]> {
  return taken(await client.GET('/api/v1/sms/templates'));
}

export async function putTemplates(templates: SmsTemplate[]): Promise<SmsTemplate[]> {
  return taken(await client.PUT('/api/v1/sms/templates', { body: { templates } }));
}

export async function readSims(): Promise<SimRow[]> {
  return taken(await client.GET('/api/v1/sims'));
}

export const HISTORY_KINDS = ['swaps', 'balance', 'forwards', 'checks', 'repairs', 'ussd'] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];
export async function readSimHistory(
  line: string,
  kind: HistoryKind,
  cursor?: string,
): Promise<Page<SimEvent>> {
  const params = { path: { line }, query: { kind, ...given({ cursor }) } };
  return taken(await client.GET('/api/v1/sims/{line}/history', { params }));
}

export type BalancePoint = Schemas['BalancePoint'];
export async function readBalances(line: string, days = 90): Promise<BalancePoint[]> {
  const params = { path: { line }, query: { days } };
  return taken(await client.GET('/api/v1/sims/{line}/balance', { params }));
}

/** A change of the office; why, nobody is asked here. */
const silently = <T extends object>(body: T): T & { reason: string } => ({ reason: '', ...body });

export async function putForwards(line: string, forwards: Forward[]): Promise<Published> {
  const body = silently({ forwards });
  return taken(
    await client.PUT('/api/v1/sims/{line}/forwards', { params: { path: { line } }, body }),
  );
}

export async function putSimPolicy(
  line: string,
  change: { tariff: Tariff | null; policy: SimPolicy },
): Promise<Published> {
  const body = silently(change);
  return taken(
    await client.PUT('/api/v1/sims/{line}/policy', { params: { path: { line } }, body }),
  );
}

export async function putNumber(line: string, number: string | null): Promise<Published> {
  const body = silently({ number });
  return taken(
    await client.PUT('/api/v1/sims/{line}/number', { params: { path: { line } }, body }),
  );
}

export type Costs = Schemas['CostsOut'];
export async function readCosts(month: string): Promise<Costs> {
  return taken(await client.GET('/api/v1/sims/costs', { params: { query: { month } } }));
}

export async function readGateways(): Promise<GatewayRow[]> {
  return taken(await client.GET('/api/v1/gateways'));
}

/** A GSM line to add with its gateway; the rest of it is the hub's usual. */
export type NewLine = Pick<
  Schemas['GsmLine'],
  'kind' | 'id' | 'name' | 'operator' | 'gateway' | 'slot'
> & { number: string | null; inbound?: string };
export type GatewayIn = Gateway & { password?: string; lines?: NewLine[] };
/** The schema says of what is answered that it is there; of what is asked it may be left out. */
const whole = (gateway: GatewayIn) => silently(gateway) as Schemas['GatewayIn'];

export async function addGateway(gateway: GatewayIn): Promise<Published> {
  return taken(await client.POST('/api/v1/gateways', { body: whole(gateway) }));
}

export async function changeGateway(gateway: GatewayIn): Promise<Published> {
  const params = { path: { gateway: gateway.id } };
  return taken(await client.PUT('/api/v1/gateways/{gateway}', { params, body: whole(gateway) }));
}

export async function removeGateway(gateway: string): Promise<Published> {
  const params = { path: { gateway } };
  return taken(await client.DELETE('/api/v1/gateways/{gateway}', { params }));
}

export async function readSetup(gateway: string): Promise<Setup> {
  const params = { path: { gateway } };
  return taken(await client.GET('/api/v1/gateways/{gateway}/setup', { params }));
}

/** Secrets by name, and the files that a device takes instead of typing. */
export type Revealed = Schemas['KeysOut'];
export async function revealGateway(gateway: string): Promise<Revealed> {
  const params = { path: { gateway } };
  return taken(await client.POST('/api/v1/gateways/{gateway}/reveal', { params }));
}

export async function readJournal(
  what: 'repairs' | 'checks',
  cursor?: string,
): Promise<Page<SimEvent>> {
  return taken(await client.GET(`/api/v1/${what}`, { params: { query: given({ cursor }) } }));
}

export type Question = Schemas['Question'];
export type OperatorProfile = Schemas['OperatorProfile'];
/** `builtin`: the product's own, the office has none of this name. */
export type OperatorRow = Schemas['OperatorOut'];
export async function readOperators(): Promise<OperatorRow[]> {
  return taken(await client.GET('/api/v1/operators'));
}

export async function putOperators(operators: OperatorProfile[]): Promise<Published> {
  return taken(await client.PUT('/api/v1/operators', { body: silently({ operators }) }));
}

export type Socket = Schemas['Socket'];
export type SocketIn = Socket & { password?: string };
export async function readSockets(): Promise<Socket[]> {
  return taken(await client.GET('/api/v1/sockets'));
}

export async function addSocket(socket: SocketIn): Promise<Published> {
  return taken(await client.POST('/api/v1/sockets', { body: silently(socket) }));
}

export async function changeSocket(socket: SocketIn): Promise<Published> {
  const params = { path: { socket: socket.id } };
  return taken(await client.PUT('/api/v1/sockets/{socket}', { params, body: silently(socket) }));
}

export async function removeSocket(socket: string): Promise<Published> {
  const params = { path: { socket } };
  return taken(await client.DELETE('/api/v1/sockets/{socket}', { params }));
}

export type Adapter = Schemas['Adapter'];
export async function readAdapters(): Promise<Adapter[]> {
  return taken(await client.GET('/api/v1/adapters'));
}

export async function addAdapter(adapter: Adapter): Promise<Published> {
  return taken(await client.POST('/api/v1/adapters', { body: silently(adapter) }));
}

export async function changeAdapter(adapter: Adapter): Promise<Published> {
  const params = { path: { adapter: adapter.id } };
  return taken(await client.PUT('/api/v1/adapters/{adapter}', { params, body: silently(adapter) }));
}

export async function removeAdapter(adapter: string): Promise<Published> {
  const params = { path: { adapter } };
  return taken(await client.DELETE('/api/v1/adapters/{adapter}', { params }));
}

export async function revealAdapter(adapter: string): Promise<Revealed> {
  const params = { path: { adapter } };
  return taken(await client.POST('/api/v1/adapters/{adapter}/reveal', { params }));
}

export async function readAdapterSetup(adapter: string): Promise<Setup> {
  const params = { path: { adapter } };
  return taken(await client.GET('/api/v1/adapters/{adapter}/setup', { params }));
}

export type PolicyName = 'sms' | 'repair' | 'doctor' | 'promises';
/** What a missed call is answered with. */
export type Answer = Schemas['MissedSms'];
export type PolicyValue = string | number | boolean | null | string[] | Answer;
type PolicyBody = Schemas['SmsPolicyIn'] &
  Schemas['RepairPolicyIn'] &
  Schemas['DoctorPolicyIn'] &
  Schemas['PromisePolicyIn'];

/** `values` are the whole policy: the form keeps what it does not show. */
export async function putPolicy(
  name: PolicyName,
  values: Record<string, PolicyValue>,
): Promise<Published> {
  const body = silently(values) as unknown as PolicyBody;
  return taken(await client.PUT(`/api/v1/policy/${name}`, { body }));
}
