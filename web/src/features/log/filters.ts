/** Filters of the call log: in the address bar, in the form, and as the hub asks for them. */
import type { CallQuery } from '@/api/hub';
import type { Direction, Result } from '@/api/types';
import { dayOf, midnight } from '@/ui/time';

export const DIRECTIONS = ['in', 'out', 'internal'] as const satisfies readonly Direction[];
export const RESULTS = [
  'answered',
  'missed',
  'no_answer',
  'busy',
  'no_line',
  'failed',
  'refused',
  'interrupted',
] as const satisfies readonly Result[];
export const PERIODS = ['today', 'yesterday', 'week', 'month'] as const;
export type Period = (typeof PERIODS)[number];

export type Filters = {
  period: Period | 'days' | null;
  /** Calendar days of the company's zone, both included; only with the period 'days'. */
  since: string | null;
  until: string | null;
  direction: Direction | null;
  result: Result | null;
  person: string | null;
  department: string | null;
  line: string | null;
  recorded: boolean;
  mail: boolean;
  tag: string | null;
  source: string | null;
  score: number | null;
  /** What a figure of a report counts: seconds of waiting, and `figure` of the hub. */
  waitedFrom: number | null;
  waitedTo: number | null;
  figure: string | null;
  callback: boolean;
  /** Seconds: a talk, a wait of at least so long; negative: shorter than that. */
  talked: number | null;
  waited: number | null;
  client: string | null;
  q: string;
};

export const NO_FILTERS: Filters = {
  period: null,
  since: null,
  until: null,
  direction: null,
  result: null,
  person: null,
  department: null,
  line: null,
  recorded: false,
  mail: false,
  tag: null,
  source: null,
  score: null,
  waitedFrom: null,
  waitedTo: null,
  figure: null,
  callback: false,
  talked: null,
  waited: null,
  client: null,
  q: '',
};

/** Lengths that one can ask for; the hub answers these without looking at each call. */
export const TALKED = [-10, 30, 60, 180, 300, 600, 1800] as const;
export const WAITED = [-10, 15, 30, 60, 120, 300] as const;

export const SCORES = [1, 2, 3, 4, 5] as const;

const SLUG = /^[a-z0-9][a-z0-9-]{0,39}$/;

function slug(text: string | null): string | null {
  return text && SLUG.test(text) ? text : null;
}

const FIGURE = /^[a-z0-9:,]{1,80}$/;

function figure(text: string | null): string | null {
  return text && FIGURE.test(text) ? text : null;
}

function seconds(text: string | null): number | null {
  return text && /^\d{1,6}$/.test(text) ? Number(text) : null;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function among<T extends string>(values: readonly T[], text: string | null): T | null {
  return values.find((value) => value === text) ?? null;
}

function day(text: string | null): string | null {
  return text && DAY.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}

/** What the address says; anything it says wrongly is as if unsaid. */
export function readFilters(params: URLSearchParams): Filters {
  const since = day(params.get('since'));
  const until = day(params.get('until'));
  return {
    period: since || until ? 'days' : among(PERIODS, params.get('period')),
    since,
    until,
    direction: among(DIRECTIONS, params.get('direction')),
    result: among(RESULTS, params.get('result')),
    person: params.get('person') || null,
    department: params.get('department') || null,
    line: params.get('line') || null,
    recorded: params.get('recorded') === '1',
    mail: params.get('mail') === '1',
    tag: slug(params.get('tag')),
    source: slug(params.get('source')),
    score: SCORES.find((score) => String(score) === params.get('score')) ?? null,
    waitedFrom: seconds(params.get('waited_from')),
    waitedTo: seconds(params.get('waited_to')),
    figure: figure(params.get('figure')),
    callback: params.get('callback') === '1',
    talked: TALKED.find((one) => String(one) === params.get('talked')) ?? null,
    waited: WAITED.find((one) => String(one) === params.get('waited')) ?? null,
    client: (params.get('client') ?? '').slice(0, 40) || null,
    q: (params.get('q') ?? '').slice(0, 100),
  };
}

/** The shortest address that says the same. */
export function writeFilters(filters: Filters): URLSearchParams {
  const params = new URLSearchParams();
  const put = (name: string, value: string | null) => {
    if (value) params.set(name, value);
  };
  if (filters.period === 'days') {
    put('since', filters.since);
    put('until', filters.until);
  } else {
    put('period', filters.period);
  }
  put('direction', filters.direction);
  put('result', filters.result);
  put('person', filters.person);
  put('department', filters.department);
  put('line', filters.line);
  put('recorded', filters.recorded ? '1' : null);
  put('mail', filters.mail ? '1' : null);
  put('tag', filters.tag);
  put('source', filters.source);
  put('score', filters.score === null ? null : String(filters.score));
  put('waited_from', filters.waitedFrom === null ? null : String(filters.waitedFrom));
  put('waited_to', filters.waitedTo === null ? null : String(filters.waitedTo));
  put('figure', filters.figure);
  put('callback', filters.callback ? '1' : null);
  put('talked', filters.talked === null ? null : String(filters.talked));
  put('waited', filters.waited === null ? null : String(filters.waited));
  put('client', filters.client);
  put('q', filters.q.trim());
  return params;
}

function shift(dayText: string, days: number): string {
  return new Date(Date.parse(dayText) + days * 86_400_000).toISOString().slice(0, 10);
}

/** First and last calendar day of the filters; null: open. */
export function daysOf(
  filters: Filters,
  now: number,
  zone: string,
): [string | null, string | null] {
  const today = dayOf(now, zone);
  switch (filters.period) {
    case null:
      return [null, null];
    case 'days':
      return [filters.since, filters.until];
    case 'today':
      return [today, null];
    case 'yesterday':
      return [shift(today, -1), shift(today, -1)];
    case 'week':
      return [shift(today, -6), null];
    case 'month':
      return [shift(today, -29), null];
    default:
      return filters.period satisfies never;
  }
}

/** The question to the hub: `until` is a moment that is not included any more. */
export function askOf(filters: Filters, now: number, zone: string): CallQuery {
  const [since, until] = daysOf(filters, now, zone);
  const query: CallQuery = {};
  if (since) query.since = new Date(midnight(since, zone)).toISOString();
  if (until) query.until = new Date(midnight(shift(until, 1), zone)).toISOString();
  if (filters.direction) query.direction = filters.direction;
  if (filters.result) query.result = filters.result;
  if (filters.person) query.person = filters.person;
  if (filters.department) query.department = filters.department;
  if (filters.line) query.line = filters.line;
  if (filters.recorded) query.has_recording = true;
  if (filters.mail) query.has_message = true;
  if (filters.tag) query.tag = filters.tag;
  if (filters.source) query.source = filters.source;
  if (filters.score !== null) query.score = filters.score;
  if (filters.waitedFrom !== null) query.waited_from = filters.waitedFrom;
  if (filters.waitedTo !== null) query.waited_to = filters.waitedTo;
  if (filters.figure) query.figure = filters.figure;
  if (filters.callback) query.callback_asked = true;
  if (filters.client) query.client = filters.client;
  const { talked, waited } = filters;
  if (talked !== null && talked < 0) {
    query.talked_to = -talked;
    query.talked_from = 1;
  } else if (talked !== null) query.talked_from = talked;
  if (waited !== null && waited < 0) query.waited_to = -waited;
  else if (waited !== null) query.waited_from = waited;
  if (filters.q.trim()) query.q = filters.q.trim();
  return query;
}

export function countFilters(filters: Filters): number {
  const { period, direction, result, person, department, line, recorded } = filters;
  const { mail, tag, source, score, callback, talked, waited, client } = filters;
  const set = [period, direction, result, person, department, line, recorded, mail, tag, source];
  const more = [score, callback || null, talked, waited, client, isFigure(filters) || null];
  return set.filter(Boolean).length + more.filter((one) => one !== null).length;
}

/** Whether a figure of a report was opened that the form has no field for. */
export function isFigure(filters: Filters): boolean {
  return filters.figure !== null || filters.waitedFrom !== null || filters.waitedTo !== null;
}
