import { describe, expect, it } from 'vitest';
import type { SmsRow } from '@/api/types';
import { draftOf, freeId, linesOf, readDraft } from '@/features/gateways/draft';
import { reasonsOf, takesAtMost, testsOf } from '@/features/gateways/probe';
import { monthBefore, monthsBack } from '@/features/gsm/month';
import { readOperator, tryPattern } from '@/features/rules/operator';
import { FIELDS, readTexts, textsOf, typedClock } from '@/features/rules/policy';
import { chartOf, HEIGHT } from '@/features/sims/chart';
import { answered, asked, choicesOf, failed, QUIET, ussdCode } from '@/features/sims/dialogue';
import { fieldsOf, readFields } from '@/features/sims/tariff';
import { attemptOf, chronicle, mayDo, withRow } from '@/features/sms/thread';
import { harmless } from '@/ui/harmless';
import { money, typedMoney } from '@/ui/money';

const row = (id: string, at: string, change: Partial<SmsRow> = {}) =>
  ({ id, at, dir: 'out', state: 'queued', ...change }) as SmsRow;
const page = (...items: SmsRow[]) => ({ items, next: null, stopped: false });

describe('a thread', () => {
  const a = row('a', '2026-05-18T10:00:00Z');
  const b = row('b', '2026-05-18T11:00:00Z');

  it('is told oldest first, each message once', () => {
    expect(chronicle([page(b, a), page(a)]).map((one) => one.id)).toEqual(['a', 'b']);
  });

  it('takes a message in its newest shape, on whichever page it stands', () => {
    const pages = withRow([page(b), page(a)], { ...a, state: 'delivered' });
    expect(pages.map((one) => one.items.length)).toEqual([1, 1]);
    expect(pages[1]?.items[0]?.state).toBe('delivered');
    expect(withRow([page(a)], b)[0]?.items.map((one) => one.id)).toEqual(['b', 'a']);
  });

  it('lets nobody resend what has gone', () => {
    expect(mayDo('queued')).toBe('cancel');
    expect([mayDo('unknown'), mayDo('failed')]).toEqual(['again', 'again']);
    for (const state of ['sending', 'sent', 'delivered', 'received'] as const) {
      expect(mayDo(state)).toBeNull();
    }
  });

  it('keeps the id of the same text, and of no other', () => {
    const first = attemptOf('hello', null);
    expect(first.id).toMatch(/^[0-9a-f]{32}$/);
    expect(attemptOf('hello', first)).toBe(first);
    expect(attemptOf('hello!', first).id).not.toBe(first.id);
  });
});

describe('a look from outside', () => {
  it('says beforehand how long it may take', () => {
    expect(takesAtMost(4, { sms: false, call: false })).toBeLessThan(30);
    // The box waits two minutes for each SMS, one line after the other.
    expect(takesAtMost(4, { sms: true, call: false })).toBeGreaterThan(480);
  });

  it('knows the reasons of the box, and leaves sentences whole', () => {
    expect(reasonsOf('deaf_called echo')).toEqual({ words: ['deaf_called', 'echo'], rest: '' });
    expect(reasonsOf('lost connection')).toEqual({ words: [], rest: 'lost connection' });
    expect(reasonsOf('')).toEqual({ words: [], rest: '' });
  });
});

describe('text of strangers', () => {
  it('shows control characters and cannot turn the direction', () => {
    expect(harmless('a\x07b\r\n\x1b[31m')).toBe('a\u2407b\n\u241b[31m');
    expect(harmless('\u202egpj.exe\u2066\u200b')).toBe('gpj.exe');
  });
});

describe('a dialogue with a network', () => {
  it('stays open while it is a menu, and ends when it fails', () => {
    const open = answered(asked(QUIET, '*145#', 1), { text: '1. A', menu: true, dialogue: 'd' });
    expect(open.open).toBe('d');
    expect(open.waitsSince).toBeNull();
    expect(failed(open, 'no').open).toBe('');
    expect(answered(open, { text: 'x', menu: false, dialogue: 'd' }).open).toBe('');
  });

  it('finds the choices of a menu and no amounts of money', () => {
    const text = '1. Balance\n2-Tariff\n 0) Back\n12,50 BYN\n* . Home';
    expect(choicesOf(text).map((one) => one.key)).toEqual(['1', '2', '0', '*']);
  });

  it('finds them as networks write them', () => {
    const a1 = 'Меню A1\n1 Баланс\n2 Номер и тариф\n3 Услуги\n0 Выход';
    expect(choicesOf(a1).map((one) => `${one.key} ${one.label}`)).toEqual([
      '1 Баланс',
      '2 Номер и тариф',
      '3 Услуги',
      '0 Выход',
    ]);
    const mts = 'MTS Servis:1-Balans 2-Uslugi 3-Moy nomer';
    expect(choicesOf(mts)).toEqual([
      { key: '1', label: 'Balans' },
      { key: '2', label: 'Uslugi' },
      { key: '3', label: 'Moy nomer' },
    ]);
    expect(choicesOf('Balance 12.50 BYN\n37 min')).toEqual([]);
    expect(choicesOf('Bonus: 0,00 BYN; SMS 12; min 37')).toEqual([]);
  });

  it('takes codes alone', () => {
    expect(ussdCode(' *100 # ')).toBe('*100#');
    expect(ussdCode('*100#;rm')).toBeNull();
  });
});

describe('money', () => {
  it('is read as people type it', () => {
    expect([typedMoney('12,5'), typedMoney('1 000.05'), typedMoney('')]).toEqual([
      1250,
      100_005,
      null,
    ]);
    expect(typedMoney('12,345')).toBeNaN();
    expect(money(-5, 'BYN', 'en')).toBe('-0.05 BYN');
  });

  it('is drawn inside its frame, with zero in sight', () => {
    const at = (day: number) => `2026-05-${10 + day}T00:00:00Z`;
    const chart = chartOf(
      [
        { at: at(0), cents: 1000 },
        { at: at(5), cents: -200 },
      ],
      500,
    );
    expect([chart.most, chart.least]).toEqual([1000, -200]);
    expect(chart.line.startsWith('M0 2H600V')).toBe(true);
    expect(chart.limit).toBeGreaterThan(0);
    expect(chart.limit).toBeLessThan(HEIGHT);
  });
});

describe('forms', () => {
  const settings = {
    tariff: null,
    policy: {
      day_minutes: null,
      month_minutes: null,
      day_sms: 200,
      bad_calls: null,
      rest_minutes: 30,
      low_balance: 500,
    },
  };

  it('give back the tariff and limits that they were filled from', () => {
    expect(readFields(fieldsOf(settings))).toEqual({ ok: true, settings });
    const bad = readFields({ ...fieldsOf(settings), month_day: '31', minute: 'much' });
    expect(bad).toEqual({ ok: false, bad: ['month_day', 'minute'] });
  });

  it('read a policy, and refuse half a span of quiet', () => {
    const texts = textsOf(FIELDS.sms, {
      quiet_from: '21:00',
      quiet_to: '08:00',
      pace: 4,
      most_parts: 6,
      account_day: 500,
      bulk_day: 300,
      bulk_hours: 24,
      give_up_hours: 24,
      stop_words: ['STOP'],
      start_words: [],
    });
    expect(readTexts(FIELDS.sms, texts).bad).toEqual([]);
    expect(readTexts(FIELDS.sms, { ...texts, quiet_to: '', pace: '0' }).bad).toEqual([
      'pace',
      'quiet_to',
    ]);
  });

  it('switch the text after a missed call on only with something to say', () => {
    const one = FIELDS.sms.filter((field) => field.name === 'missed');
    const off = textsOf(one, { missed: null });
    expect(readTexts(one, off)).toEqual({ values: { missed: null }, bad: [] });
    expect(readTexts(one, { ...off, missed: 'true' }).bad).toEqual(['missed']);
    const missed = { text: 'Перезвоним', once_hours: 12 };
    expect(readTexts(one, textsOf(one, { missed })).values).toEqual({ missed });
  });

  it('take a time as people type it', () => {
    expect(['9', '930', '21.30', ' 2105 ', '7:05'].map(typedClock)).toEqual([
      '09:00',
      '09:30',
      '21:30',
      '21:05',
      '07:05',
    ]);
    expect(['25', '2160', '1:2', 'ночь', ''].map(typedClock)).toEqual([
      '25',
      '2160',
      '1:2',
      'ночь',
      '',
    ]);
  });

  it('name new lines as no line is named', () => {
    const draft = {
      ...draftOf(null),
      name: 'Box',
      cards: { 0: { operator: 'A1' }, 2: { operator: 'A1' } },
    };
    const lines = linesOf(draft, 'goip', [{ id: 'goip-1', name: 'A1-1' }]);
    expect(lines.map((line) => [line.id, line.name, line.slot])).toEqual([
      ['goip-1-2', 'A1-2', 1],
      ['goip-3', 'A1-3', 3],
    ]);
    expect(freeId('goip', [{ id: 'goip' }])).toBe('goip-2');
    expect(readDraft({ ...draft, slots: '0', address: 'a b' }, 'goip').bad).toEqual([
      'slots',
      'address',
    ]);
  });

  it('try a pattern and survive one that is none', () => {
    expect(tryPattern('Balance ([0-9.]+)', 'balance 2.40 r.')).toBe('2.40');
    expect(tryPattern('([', 'x')).toBeNull();
    const draft = {
      name: 'A1',
      currency: 'BYN',
      hours: '12',
      balanceCode: '*100#',
      balancePattern: '([',
      numberCode: '',
      numberPattern: '',
    };
    expect(readOperator(draft).bad).toEqual(['balancePattern']);
  });
});

describe('the rest', () => {
  it('reads the tests of a look from outside', () => {
    const tests = testsOf({ 'sms.a1': 'failed', 'sms.a1.why': 'no money', page: 'ok', else: 1 });
    expect(tests.map((one) => [one.key, one.result, one.why])).toEqual([
      ['page', 'ok', ''],
      ['sms.a1', 'failed', 'no money'],
    ]);
  });

  it('counts months over a new year', () => {
    expect(monthBefore('2026-01')).toBe('2025-12');
    expect(monthsBack('2026-03', '2020-01').at(-1)).toBe('2020-01');
  });
});
