import { describe, expect, it } from 'vitest';
import { askOf, type Filters, NO_FILTERS, readFilters, writeFilters } from '@/features/log/filters';

const ZONE = 'Europe/Minsk';
// 00:30 of 19 May in Minsk is still the 18th in UTC.
const NOW = Date.parse('2026-05-18T21:30:00Z');

const EVERY: Filters[] = [
  NO_FILTERS,
  { ...NO_FILTERS, period: 'today' },
  { ...NO_FILTERS, period: 'days', since: '2026-05-01', until: '2026-05-03' },
  { ...NO_FILTERS, period: 'days', since: '2026-05-01' },
  {
    ...NO_FILTERS,
    period: 'month',
    direction: 'out',
    result: 'no_answer',
    person: '180',
    department: '901',
    line: 'a1-1',
    recorded: true,
    q: '29 666 & Панько=1',
  },
];

describe('filters and the address', () => {
  it.each(EVERY)('reads back what it wrote: %j', (filters) => {
    expect(readFilters(new URLSearchParams(writeFilters(filters).toString()))).toEqual(filters);
  });

  it('writes nothing for no filters', () => {
    expect(writeFilters(NO_FILTERS).toString()).toBe('');
  });

  it.each([
    'period=ages&direction=sideways&result=lost',
    'since=yesterday&until=2026-99-99',
    'recorded=yes',
  ])('takes nonsense as unsaid: %s', (address) => {
    expect(readFilters(new URLSearchParams(address))).toEqual(NO_FILTERS);
  });
});

describe('the question to the hub', () => {
  const ask = (change: Partial<Filters>) => askOf({ ...NO_FILTERS, ...change }, NOW, ZONE);

  it('counts days in the zone of the company', () => {
    expect(ask({ period: 'today' })).toEqual({ since: '2026-05-18T21:00:00.000Z' });
    expect(ask({ period: 'yesterday' })).toEqual({
      since: '2026-05-17T21:00:00.000Z',
      until: '2026-05-18T21:00:00.000Z',
    });
    expect(ask({ period: 'week' })).toEqual({ since: '2026-05-12T21:00:00.000Z' });
  });

  it('takes the last day in whole', () => {
    expect(ask({ period: 'days', since: '2026-05-01', until: '2026-05-01' })).toEqual({
      since: '2026-04-30T21:00:00.000Z',
      until: '2026-05-01T21:00:00.000Z',
    });
  });

  it('knows days of 23 hours', () => {
    const query = askOf(
      { ...NO_FILTERS, period: 'days', since: '2026-03-29', until: '2026-03-29' },
      NOW,
      'Europe/Warsaw',
    );
    expect(query).toEqual({ since: '2026-03-28T23:00:00.000Z', until: '2026-03-29T22:00:00.000Z' });
  });

  it('asks only for what was chosen', () => {
    expect(ask({})).toEqual({});
    expect(ask({ recorded: true, q: ' 29 ' })).toEqual({ has_recording: true, q: '29' });
  });
});
