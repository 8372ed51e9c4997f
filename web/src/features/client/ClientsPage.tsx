import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { clientsQuery } from '@/api/queries';
import type { Client } from '@/api/types';
import { Top } from '@/app/Top';
import { CallButton } from '@/features/command/CallButton';
import { useMinute } from '@/ui/clock';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { Key } from '@/ui/Key';
import { useKeys } from '@/ui/keys';
import { typedNumber } from '@/ui/phone';
import { useMoments } from '@/ui/place';
import { SearchField } from '@/ui/SearchField';
import { useTitle } from '@/ui/title';
import { WindowList } from '@/ui/WindowList';
import classes from './Clients.module.css';
import { NewClient } from './NewClient';

export function ClientsPage() {
  const { t } = useTranslation();
  useTitle(t('client.list'));
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const q = params.get('q') ?? '';
  const asked = useDeferredValue(q.trim());
  const query = useInfiniteQuery({ ...clientsQuery(asked), placeholderData: keepPreviousData });
  const clients = query.data?.pages.flatMap((page) => page.items) ?? [];
  const [adding, setAdding] = useState(false);
  const [active, setActive] = useState(-1);
  useKeys({
    KeyN: () => setAdding(true),
    KeyJ: () => setActive((at) => Math.min(clients.length - 1, at + 1)),
    KeyK: () => setActive((at) => Math.max(0, at - 1)),
    Enter: () => {
      const client = clients[active];
      if (client && document.activeElement === document.body)
        void navigate(`/clients/${client.id}`);
    },
  });
  const setQ = (text: string) => {
    setActive(-1);
    setParams(text ? { q: text } : {}, { replace: true });
  };
  return (
    <>
      <Top search={<SearchField label={t('client.search')} value={q} onChange={setQ} />} />
      <div className={classes['head']}>
        <h1>{t('client.list')}</h1>
        <Button
          leftSection={<Icon name="plus" size={16} />}
          rightSection={<Key>n</Key>}
          onClick={() => setAdding(true)}
        >
          {t('client.add')}
        </Button>
      </div>
      <section className="v-card" aria-label={t('client.list')} aria-busy={query.isFetching}>
        {query.isError && clients.length === 0 && (
          <Failure error={query.error} retry={() => void query.refetch()} />
        )}
        {query.isSuccess && clients.length === 0 && (
          <Empty title={t(q ? 'client.nothing' : 'client.empty')}>
            <p>{t(q ? 'client.nothingText' : 'client.emptyText')}</p>
            <Button variant="default" onClick={() => setAdding(true)}>
              {q ? t('client.addThis', { q }) : t('client.add')}
            </Button>
          </Empty>
        )}
        <WindowList
          items={clients}
          keyOf={(client) => client.id}
          estimate={57}
          label={t('client.list')}
          active={active}
          onEnd={
            query.hasNextPage && !query.isFetchingNextPage
              ? () => void query.fetchNextPage()
              : undefined
          }
          render={(client, index) => <ClientRow client={client} isActive={index === active} />}
        />
      </section>
      {adding && (
        <NewClient
          {...(typedNumber(q) ? { phone: q } : { name: q })}
          onClose={() => setAdding(false)}
          onMade={(client) => void navigate(`/clients/${client.id}`)}
        />
      )}
    </>
  );
}

function ClientRow({ client, isActive }: { client: Client; isActive: boolean }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const phone = client.phones[0];
  const name = client.name || client.company_name || phone?.pretty || t('client.nameless');
  return (
    <div className={classes['row']} data-active={isActive}>
      <Link
        to={`/clients/${client.id}`}
        className={classes['link']}
        ref={(link) => {
          if (isActive && document.activeElement?.tagName !== 'INPUT') {
            link?.focus({ preventScroll: true });
          }
        }}
      >
        <span className={classes['name']}>
          <b>{name}</b>
          <small>{client.name ? client.company_name : ''}</small>
        </span>
        <span className={classes['phone']}>
          {name !== phone?.pretty && <span className="v-num">{phone?.pretty}</span>}
          {client.phones.length > 1 && (
            <small> {t('client.morePhones', { count: client.phones.length - 1 })}</small>
          )}
        </span>
        <small className={classes['last']}>
          {client.last_call_at
            ? t('client.lastCall', { when: moments.dayTime(client.last_call_at, minute) })
            : t('client.noCalls')}
          {client.notes_count > 0 && (
            <span className={classes['notes']}>
              <Icon name="note" size={14} /> {client.notes_count}
              <span className="v-hidden"> {t('client.notes')}</span>
            </span>
          )}
        </small>
      </Link>
      {phone && <CallButton number={phone.number} name={client.name || null} compact />}
    </div>
  );
}
