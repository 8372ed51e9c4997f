import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { clientHoldsQuery } from '@/api/privacy';
import { useMe } from '@/app/context';

/** On a card: why its person may not be erased. */
export function CardHold({ client }: { client: number }) {
  const { t } = useTranslation();
  const { role } = useMe();
  const may = role === 'owner' || role === 'administrator';
  const query = useQuery({ ...clientHoldsQuery(client), enabled: may });
  return query.data?.map((one) => <li key={one.id}>{t('card.held', { reason: one.reason })}</li>);
}
