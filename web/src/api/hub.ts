/** What the screens ask of the hub, one function a question. */
import { client, taken } from './client';
import { isStatus } from './error';
import type {
  Action,
  Board,
  CallDetail,
  CallRow,
  CanCall,
  Client,
  ClientPatch,
  CloseReason,
  Command,
  DeviceSettings,
  HistoryItem,
  Label,
  Life,
  LineSettings,
  Me,
  Note,
  Office,
  Page,
  Peaks,
  Rings,
  Tale,
  TraceLine,
} from './types';

export type { Action };

export async function readMe(): Promise<Me> {
  return taken(await client.GET('/api/v1/me'));
}

export async function setMyLanguage(language: Me['language']): Promise<Me> {
  return taken(await client.PATCH('/api/v1/me', { body: { language } }));
}

export async function readBoard(): Promise<{ board: Board; date: string | null }> {
  const answer = await client.GET('/api/v1/board');
  return { board: taken(answer), date: answer.response.headers.get('Date') };
}

export type CallQuery = {
  since?: string;
  until?: string;
  direction?: CallRow['direction'];
  result?: NonNullable<CallRow['result']>;
  person?: string;
  department?: string;
  line?: string;
  client?: string;
  has_recording?: boolean;
  has_message?: boolean;
  callback_asked?: boolean;
  talked_from?: number;
  talked_to?: number;
  waited_from?: number;
  waited_to?: number;
  figure?: string;
  tag?: string;
  source?: string;
  score?: number;
  q?: string;
  limit?: number;
};

export async function readCalls(query: CallQuery, cursor?: string): Promise<Page<CallRow>> {
  const asked = cursor === undefined ? query : { ...query, cursor };
  return taken(await client.GET('/api/v1/calls', { params: { query: asked } }));
}

export async function readCall(id: number): Promise<CallDetail> {
  return taken(await client.GET('/api/v1/calls/{call_id}', { params: { path: { call_id: id } } }));
}

/** `url` is what the recording names as its `peaks`. */
export async function readPeaks(recording: number): Promise<Peaks> {
  return taken(
    await client.GET('/api/v1/recordings/{recording_id}/peaks', {
      params: { path: { recording_id: recording } },
    }),
  );
}

export async function readClients(q: string, cursor?: string, limit = 50): Promise<Page<Client>> {
  const query = { limit, ...(q ? { q } : {}), ...(cursor ? { cursor } : {}) };
  return taken(await client.GET('/api/v1/clients', { params: { query } }));
}

export async function readClient(id: number): Promise<Client> {
  return taken(
    await client.GET('/api/v1/clients/{client_id}', { params: { path: { client_id: id } } }),
  );
}

/** The client with this number, null when it is nobody's. */
export async function findClient(number: string): Promise<Client | null> {
  try {
    return taken(
      await client.GET('/api/v1/clients/by-number/{number}', { params: { path: { number } } }),
    );
  } catch (error) {
    if (isStatus(error, 404)) return null;
    throw error;
  }
}

export type NewClient = { name?: string; company_name?: string; phones?: string[] };

export async function createClientCard(body: NewClient): Promise<Client> {
  return taken(
    await client.POST('/api/v1/clients', {
      body: {
        name: '',
        company_name: '',
        phones: [],
        emails: [],
        tags: [],
        responsible: '',
        values: {},
        ...body,
      },
    }),
  );
}

export async function changeClient(id: number, body: ClientPatch): Promise<Client> {
  return taken(
    await client.PATCH('/api/v1/clients/{client_id}', {
      params: { path: { client_id: id } },
      body,
    }),
  );
}

export async function readHistory(id: number, cursor?: string): Promise<Page<HistoryItem>> {
  return taken(
    await client.GET('/api/v1/clients/{client_id}/history', {
      params: { path: { client_id: id }, query: cursor ? { cursor } : {} },
    }),
  );
}

export async function addNote(id: number, text: string): Promise<Note> {
  return taken(
    await client.POST('/api/v1/clients/{client_id}/notes', {
      params: { path: { client_id: id } },
      body: { text },
    }),
  );
}

export async function sendCommand(action: Action): Promise<Command> {
  return taken(await client.POST('/api/v1/commands', { body: { action } }));
}

export async function commandState(id: string): Promise<Command> {
  return taken(
    await client.GET('/api/v1/commands/{command_id}', { params: { path: { command_id: id } } }),
  );
}

export async function readDevices(): Promise<DeviceSettings[]> {
  return taken(await client.GET('/api/v1/devices'));
}

export async function readLines(): Promise<LineSettings[]> {
  return taken(await client.GET('/api/v1/lines'));
}

export async function revealDevice(account: string): Promise<string> {
  const answer = await client.POST('/api/v1/devices/{account}/reveal', {
    params: { path: { account } },
  });
  return taken(answer).password;
}

export async function revealLine(line: string): Promise<string> {
  const answer = await client.POST('/api/v1/lines/{line}/reveal', {
    params: { path: { line } },
  });
  return taken(answer).password;
}

/** The company that a first owner's one-time link opens. */
export async function checkWelcome(token: string): Promise<string> {
  return taken(await client.POST('/api/v1/welcome/check', { body: { token } })).company;
}

export type Owner = { token: string; login: string; password: string; name: string };

export async function spendWelcome(owner: Owner): Promise<void> {
  await client.POST('/api/v1/welcome', { body: owner });
}

export async function readTrace(id: number): Promise<TraceLine[]> {
  return taken(
    await client.GET('/api/v1/calls/{call_id}/trace', { params: { path: { call_id: id } } }),
  );
}

/** Puts the number of a call on the blacklist, for good or till `until`. */
export async function blacklistCall(id: number, until: string | null): Promise<void> {
  await client.POST('/api/v1/calls/{call_id}/blacklist', {
    params: { path: { call_id: id } },
    body: { until, reason: '' },
  });
}

export async function unblacklistCall(id: number): Promise<void> {
  await client.DELETE('/api/v1/calls/{call_id}/blacklist', { params: { path: { call_id: id } } });
}

/** Closes a missed call by hand: it is written down who did, and why. */
export async function closeCall(id: number, reason: CloseReason): Promise<void> {
  await client.PUT('/api/v1/calls/{call_id}/closing', {
    params: { path: { call_id: id } },
    body: { reason },
  });
}

export async function reopenCall(id: number): Promise<void> {
  await client.DELETE('/api/v1/calls/{call_id}/closing', { params: { path: { call_id: id } } });
}

/** Whether a call or transfer to `to` would find a line now. */
export async function canCall(extension: string, to: string): Promise<CanCall> {
  return taken(
    await client.GET('/api/v1/office/can-call', { params: { query: { extension, to } } }),
  );
}

export async function readLabels(): Promise<Label[]> {
  return taken(await client.GET('/api/v1/labels'));
}

export async function addLabel(kind: Label['kind'], name: string): Promise<Label> {
  return taken(await client.POST('/api/v1/labels', { body: { kind, name } }));
}

export async function readOffice(): Promise<Office> {
  return taken(await client.GET('/api/v1/office'));
}

export async function simulate(life: Life): Promise<Tale> {
  return taken(await client.POST('/api/v1/office/simulate', { body: { life, office: null } }));
}

/** Everything that can make the phones of an extension ring. */
export async function whoRings(
  extension: string,
): Promise<Pick<Rings, 'code' | 'text' | 'scheme' | 'node'>[]> {
  return taken(
    await client.GET('/api/v1/office/who-rings/{extension}', { params: { path: { extension } } }),
  );
}
