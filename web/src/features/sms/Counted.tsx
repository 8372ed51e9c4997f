import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countSms } from '@/api/gsm';
import type { SmsCount } from '@/api/types';
import { smsKeys } from './queries';

/** Counted after this pause in typing, milliseconds. */
const PAUSE = 150;

/** What a text takes in the air. */
export function Counted({ count }: { count: SmsCount }) {
  const { t } = useTranslation();
  if (count.parts > count.most) return t('sms.tooLong', { most: count.most, parts: count.parts });
  return (
    <>
      <span title={t(`sms.encodingWhy.${count.encoding}`)}>
        {t(`sms.encoding.${count.encoding}`)}
      </span>
      {' · '}
      <b data-many={count.parts > 1}>{t('sms.parts', { count: count.parts })}</b>
      {' · '}
      {t('sms.left', { count: count.left })}
    </>
  );
}

/** Parts of the text as the networks count them; the last known while a new count is on its way. */
export function useCount(text: string): SmsCount | undefined {
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return useQuery({
    queryKey: smsKeys.count(asked),
    queryFn: () => countSms(asked),
    enabled: asked !== '',
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  }).data;
}
