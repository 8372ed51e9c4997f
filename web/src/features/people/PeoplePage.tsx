import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type PersonRow, peopleQuery } from '@/api/people';
import { useMe, usePeople } from '@/app/context';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { sees } from '@/features/cabinet/places';
import { Chooser } from '@/features/gsm/Chooser';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { SearchField } from '@/ui/SearchField';
import { fits } from './draft';
import classes from './People.module.css';
import { PersonLine } from './PersonLine';
import { Waiting } from './Waiting';

const FILTERS = ['all', 'in', 'noLogin', 'offline', 'left'] as const;
type Filter = (typeof FILTERS)[number];

/** Everybody: who they are, whether their phones are there, whether they come in, and as what. */
export function PeoplePage() {
  const { t } = useTranslation();
  const { role } = useMe();
  const [typed, setTyped] = useState('');
  const [filter, setFilter] = useState<Filter>('all');
  const people = useQuery({ ...peopleQuery, enabled: sees(role, 'head') });
  const live = new Map(
    usePeople().flatMap((one) => one.devices.map((phone) => [phone.account, phone.online])),
  );
  const isOnline = (account: string, known: boolean) => live.get(account) ?? known;
  const isAdministrator = sees(role, 'administrator');
  const all = people.data?.people ?? [];
  const shown = all.filter((one) => passes(one, filter, isOnline) && fits(one, typed.trim()));
  return (
    <Cabinet title={t('staff.title')} least="head" acts={isAdministrator && <Acts />}>
      {people.isPending && <Waiting />}
      {people.isError && !people.data && (
        <section className="v-card">
          <Failure error={people.error} retry={() => void people.refetch()} />
        </section>
      )}
      {people.data && all.every((one) => one.person === null) && <Nobody accounts={all} />}
      {people.data && all.some((one) => one.person !== null) && (
        <section className="v-card" aria-label={t('staff.title')}>
          <div className={classes['tools']}>
            <SearchField label={t('staff.search')} value={typed} onChange={setTyped} />
            <small role="status">{t('staff.count', { count: shown.length })}</small>
          </div>
          <Chooser<Filter>
            label={t('staff.filter.label')}
            value={filter}
            options={FILTERS.map((value) => ({ value, label: t(`staff.filter.${value}`) }))}
            onChange={setFilter}
          />
          {shown.length === 0 ? (
            <Empty title={t('staff.nobodyFound')}>
              <p>{t('staff.nobodyFoundText')}</p>
            </Empty>
          ) : (
            <>
              <div className={classes['heads']} aria-hidden="true">
                <span>{t('staff.column.person')}</span>
                <span>{t('staff.column.phones')}</span>
                <span>{t('staff.column.departments')}</span>
                <span>{t('staff.column.account')}</span>
                <span>{t('staff.column.outbound')}</span>
              </div>
              <ul className={classes['list']}>
                {shown.map((one) => (
                  <li key={one.person ?? `account-${one.account?.id}`}>
                    <PersonLine person={one} isOnline={isOnline} />
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
      )}
    </Cabinet>
  );
}

function passes(
  person: PersonRow,
  filter: Filter,
  isOnline: (account: string, known: boolean) => boolean,
): boolean {
  const gone = person.left_at != null;
  switch (filter) {
    case 'all':
      return true;
    case 'in':
      return !gone;
    case 'noLogin':
      return !gone && !person.account?.active;
    case 'offline':
      return !gone && person.phones.some((phone) => !isOnline(phone.account, phone.online));
    case 'left':
      return gone;
  }
}

function Acts() {
  const { t } = useTranslation();
  return (
    <div className={classes['acts']}>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" leftSection={<Icon name="down" size={15} />}>
            {t('staff.export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {['xlsx', 'csv'].map((form) => (
            <Menu.Item key={form} component="a" href={`/api/v1/people/export?format=${form}`}>
              {form.toUpperCase()}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button component={Link} to="/people/roles" variant="default">
        {t('staff.roles.title')}
      </Button>
      <Button component={Link} to="/people/import" variant="default">
        {t('staff.import')}
      </Button>
      <Button component={Link} to="/people/new" leftSection={<Icon name="plus" size={15} />}>
        {t('staff.new')}
      </Button>
    </div>
  );
}

/** Nobody yet: accounts alone are no people of the office. */
function Nobody({ accounts }: { accounts: PersonRow[] }) {
  const { t } = useTranslation();
  return (
    <section className="v-card">
      <Empty title={t('staff.none')}>
        <p>{t('staff.noneText')}</p>
        <div className={classes['acts']}>
          <Button component={Link} to="/people/new">
            {t('staff.new')}
          </Button>
          <Button component={Link} to="/people/import" variant="default">
            {t('staff.import')}
          </Button>
        </div>
      </Empty>
      <ul className={classes['list']}>
        {accounts.map((one) => (
          <li key={one.account?.id}>
            <PersonLine person={one} isOnline={() => false} />
          </li>
        ))}
      </ul>
    </section>
  );
}
