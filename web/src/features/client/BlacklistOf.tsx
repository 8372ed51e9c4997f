import { ActionIcon, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { glanceQuery } from '@/features/popup/queries';
import { Icon } from '@/ui/Icon';
import { isErased } from '@/ui/phone';
import { BlacklistButton, BlacklistItems } from './BlacklistButton';

type Props = { number: string; name: string };

/** For whoever has a number and no more: whether he is listed is asked with what else is known. */
export function BlacklistOf({ number, name }: Props) {
  const known = useQuery({ ...glanceQuery(number), enabled: number !== '' && !isErased(number) });
  if (!known.data && !known.isError) return null;
  return <BlacklistButton whom={{ number, name, lists: known.data?.lists ?? [] }} compact />;
}

/** The same as items of a menu: asked when it is opened, not for every row of a list. */
export function BlacklistItemsOf({ number, name }: Props) {
  const known = useQuery(glanceQuery(number));
  if (!known.data && !known.isError) return null;
  return <BlacklistItems whom={{ number, name, lists: known.data?.lists ?? [] }} />;
}

/** A menu of its own, for a row that has none. */
export function BlacklistMenu({ number, name }: Props) {
  const { t } = useTranslation();
  if (number === '' || isErased(number)) return null;
  const label = t('blacklist.who', { who: name });
  return (
    <Menu width={230} radius={12} withinPortal position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={34} aria-label={label} title={label}>
          <Icon name="ban" size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <BlacklistItemsOf number={number} name={name} />
      </Menu.Dropdown>
    </Menu>
  );
}
