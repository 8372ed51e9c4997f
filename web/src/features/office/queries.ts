/** What the pages of numbers keep in memory; a new version of the office spoils all of it. */
import { queryOptions } from '@tanstack/react-query';
import { readCalendar, readDialling, readNumbers } from '@/api/parts';

export const officeKeys = {
  numbers: ['office-numbers'] as const,
  calendar: ['office-calendar'] as const,
  dialling: ['office-dialling'] as const,
};

export const numbersQuery = queryOptions({ queryKey: officeKeys.numbers, queryFn: readNumbers });
export const diallingQuery = queryOptions({
  queryKey: officeKeys.dialling,
  queryFn: readDialling,
  staleTime: 600_000,
});

export function calendarQuery(year: number, language: string) {
  return queryOptions({
    queryKey: [...officeKeys.calendar, year, language],
    queryFn: () => readCalendar(year),
    staleTime: 600_000,
  });
}
