/** Words for moments in the company's time zone and the person's language. */
import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { age, clockTime, dayName, fullMoment, type Place } from './time';

export const ZoneContext = createContext('Europe/Minsk');

export function usePlace(): Place {
  const { i18n } = useTranslation();
  const zone = useContext(ZoneContext);
  return { language: i18n.language, zone };
}

export type Moments = {
  time(iso: string): string;
  day(iso: string, now: number): string;
  dayTime(iso: string, now: number): string;
  full(iso: string): string;
  ago(iso: string, now: number): string;
};

export function useMoments(): Moments {
  const { t } = useTranslation();
  const place = usePlace();
  const day = (iso: string, now: number) => {
    const name = dayName(iso, now, place);
    return name.kind === 'date' ? name.text : t(`time.${name.kind}`);
  };
  return {
    time: (iso) => clockTime(iso, place),
    day,
    dayTime: (iso, now) => `${day(iso, now)} ${clockTime(iso, place)}`,
    full: (iso) => fullMoment(iso, place),
    ago: (iso, now) => {
      const { unit, count } = age(iso, now);
      return unit === 'now' ? t('time.now') : t(`time.${unit}`, { count });
    },
  };
}
