import { Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { clientHoldsQuery } from '@/api/privacy';
import { useMe } from '@/app/context';

type Props = { client: number; onHold(): void };

/** In the menu of a card: this person's data, to be given to him, to be kept or to be forgotten. */
export function PersonActs({ client, onHold }: Props) {
  const { t } = useTranslation();
  const { role } = useMe();
  const may = role === 'owner' || role === 'administrator';
  const holds = useQuery({ ...clientHoldsQuery(client), enabled: may });
  if (!may) return null;
  return (
    <>
      {holds.data?.length === 0 && <Menu.Item onClick={onHold}>{t('card.hold')}</Menu.Item>}
      <Menu.Item component={Link} to={`/privacy/person?client=${client}`}>
        {t('nav.personData')}
      </Menu.Item>
    </>
  );
}
