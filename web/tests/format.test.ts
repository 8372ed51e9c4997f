import { describe, expect, it } from 'vitest';
import { prettyNumber, typedNumber } from '@/ui/phone';
import { age, dayName, duration, midnight } from '@/ui/time';

describe('phone numbers', () => {
  it.each([
    ['+375296666666', '+375 29 666-66-66'],
    ['+375172001020', '+375 17 200-10-20'],
    ['+74951234567', '+7 495 123-45-67'],
    ['+12025550123', '+1 202 555-01-23'],
    ['+48221234567', '+48 22 123-45-67'],
    ['+37123456789', '+371 2 345-67-89'],
    ['180', '180'],
    ['', ''],
    ['<script>', '<script>'],
  ])('%s is said %s', (number, said) => {
    expect(prettyNumber(number)).toBe(said);
  });

  it.each([
    ['8 029 123-45-67', '80291234567'],
    ['+375 (29) 123-45-67', '+375291234567'],
    ['901', '901'],
    ['*51', '*51'],
    ['Анна', null],
    ['офис 5', null],
    ['7', null],
  ])('%s is the number %s', (typed, number) => {
    expect(typedNumber(typed)).toBe(number);
  });
});

describe('time', () => {
  it.each([
    [0, '0:00'],
    [7.9, '0:07'],
    [221, '3:41'],
    [3600, '1:00:00'],
    [-5, '0:00'],
  ])('%d s is %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  const place = { language: 'ru', zone: 'Europe/Minsk' };
  const now = Date.parse('2026-05-18T21:30:00Z');

  it('names days by the calendar of the zone', () => {
    expect(dayName('2026-05-18T21:10:00Z', now, place)).toEqual({ kind: 'today' });
    expect(dayName('2026-05-18T20:50:00Z', now, place)).toEqual({ kind: 'yesterday' });
    expect(dayName('2026-05-12T10:00:00Z', now, place)).toEqual({ kind: 'date', text: '12 мая' });
    expect(dayName('2025-05-12T10:00:00Z', now, place)).toMatchObject({ kind: 'date' });
  });

  it('finds midnight on both sides of a change of the clock', () => {
    expect(new Date(midnight('2026-10-25', 'Europe/Warsaw')).toISOString()).toBe(
      '2026-10-24T22:00:00.000Z',
    );
    expect(new Date(midnight('2026-10-26', 'Europe/Warsaw')).toISOString()).toBe(
      '2026-10-25T23:00:00.000Z',
    );
  });

  it.each([
    ['2026-05-18T21:29:40Z', 'now', 0],
    ['2026-05-18T20:43:00Z', 'minutes', 47],
    ['2026-05-17T21:30:00Z', 'hours', 24],
    ['2026-05-15T21:30:00Z', 'days', 3],
    ['2026-05-18T22:00:00Z', 'now', 0],
  ])('%s was %s %d ago', (iso, unit, count) => {
    expect(age(iso, now)).toEqual({ unit, count });
  });
});
