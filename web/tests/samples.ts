/** Small whole things in the shapes of the hub. */
import type { Board, CallRow, Client, LiveCall, Presence } from '@/api/types';

export function liveCall(change: Partial<LiveCall> = {}): LiveCall {
  return {
    linked_id: 'l1',
    id: 1,
    direction: 'in',
    state: 'ringing',
    client: {
      number: '+375296666666',
      pretty: '+375 29 666-66-66',
      name: 'Anna',
      id: 1,
      lists: [],
      tags: [],
    },
    line: 'a1-1',
    line_name: 'A1-1',
    number: '+375291110001',
    employees: [],
    ringing: ['180', '181'],
    started_at: '2026-05-18T08:00:00Z',
    answered_at: null,
    held_since: null,
    scheme_node: 'main/sales',
    node_kind: null,
    node_since: null,
    parked: null,
    recording: null,
    tags: [],
    source: null,
    departments: [],
    took_part: [],
    lines: [],
    ...change,
  };
}

export function talking(extension: string, change: Partial<LiveCall> = {}): LiveCall {
  return liveCall({
    state: 'talking',
    ringing: [],
    employees: [{ extension, name: 'Irina', state: 'talking' }],
    answered_at: '2026-05-18T08:00:05Z',
    ...change,
  });
}

export function presence(extension: string, change: Partial<Presence> = {}): Presence {
  return {
    person: `p${extension}`,
    name: `Person ${extension}`,
    extension,
    departments: ['901'],
    state: 'free',
    since: '2026-05-18T07:00:00Z',
    with: null,
    devices: [{ account: extension, online: true }],
    away: null,
    works_from: 'desk',
    ...change,
  };
}

export function board(change: Partial<Board> = {}): Board {
  return {
    event_id: 10,
    calls: [],
    people: [presence('180'), presence('181')],
    departments: [{ number: '901', name: 'Sales', members: ['180', '181'] }],
    lines: [],
    engine: { state: 'started', since: null },
    alarms: [],
    parking: { slots: 9, seconds: 90, code: '*5' },
    conferences: [],
    follow_me: [],
    office: { published: 1, running: 1, state: 'running', problems: [] },
    ...change,
  };
}

export function callRow(change: Partial<CallRow> = {}): CallRow {
  return {
    id: 1,
    linked_id: 'l1',
    direction: 'in',
    result: 'missed',
    state: 'ended',
    started_at: '2026-05-18T08:00:00Z',
    answered_at: null,
    ended_at: '2026-05-18T08:00:20Z',
    waited: 20,
    talked: 0,
    client: {
      number: '+375296666666',
      pretty: '+375 29 666-66-66',
      name: '',
      id: null,
      lists: [],
      tags: [],
    },
    line: 'a1-1',
    line_name: 'A1-1',
    number: '+375291110001',
    caller: null,
    employee: null,
    first_employee: null,
    last_employee: null,
    departments: ['901'],
    rang: [],
    has_recording: false,
    end_reason: null,
    has_message: false,
    message_owner: null,
    callback_asked_at: null,
    tags: [],
    source: null,
    score: null,
    ...change,
  };
}

export function client(change: Partial<Client> = {}): Client {
  return {
    id: 1,
    version: 1,
    name: 'Anna',
    company_name: '',
    phones: [{ number: '+375296666666', pretty: '+375 29 666-66-66', kind: '', comment: '' }],
    tags: [],
    lists: [],
    responsible: null,
    notes_count: 0,
    last_call_at: null,
    unread_sms: 0,
    emails: [],
    values: {},
    files: 0,
    merges: 0,
    created_at: '2026-05-01T08:00:00Z',
    changed_at: '2026-05-01T08:00:00Z',
    ...change,
  };
}
