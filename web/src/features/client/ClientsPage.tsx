import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { type ClientFilters, clientListQuery } from '@/api/cards';
import type { Client } from '@/api/types';
import { Top } from '@/app/Top';
import { CallButton } from '@/features/command/CallButton';
import { SmsButton } from '@/features/sms/SmsButton';
import { PromiseButton } from '@/features/todo/PromiseButton';
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
import card from './Card.module.css';
import { Chips } from './Chips';
import classes from './Clients.module.css';
import { BulkBar, ClientFilterBar, ListMenu } from './ListTools';
import { NewClient } from './NewClient';

export function ClientsPage() {
  const { t } = useTranslation();
  useTitle(t('client.list'));
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const q = params.get('q') ?? '';
  const asked = useDeferredValue(q.trim());
  const filters: ClientFilters = {};
  for (const name of ['tag', 'responsible', 'quiet_since'] as const) {
    const said = params.get(name);
    if (said) filters[name] = said;
  }
  const isNarrow = q !== '' || Object.keys(filters).length > 0;
  const wanted: ClientFilters = { ...(asked ? { q: asked } : {}), ...filters };
  const query = useInfiniteQuery({
    ...clientListQuery(wanted),
    placeholderData: keepPreviousData,
  });
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const choose = (id: number) =>
    setChosen((had) => {
      const next = new Set(had);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const clients = query.data?.pages.flatMap((page) => page.items) ?? [];
  const [adding, setAdding] = useState(false);
  const [active, setActive] = useState(-1);
  useKeys({
    KeyN: () => setAdding(true),
    KeyJ: () => setActive((at) => Math.min(clients.length - 1, at + 1)),
    KeyK: () => setActive((at) => Math.max(0, at - 1)),
  });
  const put = (change: Record<string, string | null | undefined>) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(change)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
  const setQ = (text: string) => {
    setActive(-1);
    put({ q: text });
  };
  // A page that was looked through in vain goes on by itself.
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if (clients.length === 0 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [clients.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
  return (
    <>
      <Top search={<SearchField label={t('client.search')} value={q} onChange={setQ} />} />
      <div className={classes['head']}>
        <h1>{t('client.list')}</h1>
        <span className={card['tools']}>
          <ListMenu filters={wanted} />
          <Button
            leftSection={<Icon name="plus" size={16} />}
            rightSection={<Key>n</Key>}
            onClick={() => setAdding(true)}
          >
            {t('client.add')}
          </Button>
        </span>
      </div>
      <ClientFilterBar filters={filters} onChange={put} />
      {chosen.size > 0 && <BulkBar ids={[...chosen]} onDone={() => setChosen(new Set())} />}
      <section className="v-card" aria-label={t('client.list')} aria-busy={query.isFetching}>
        {query.isError && clients.length === 0 && (
          <Failure error={query.error} retry={() => void query.refetch()} />
        )}
        {query.isSuccess && clients.length === 0 && !hasNextPage && (
          <Empty title={t(isNarrow ? 'client.nothing' : 'client.empty')}>
            <p>{t(isNarrow ? 'client.nothingText' : 'client.emptyText')}</p>
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
          render={(client, index) => (
            <ClientRow
              client={client}
              isActive={index === active}
              isChosen={chosen.has(client.id)}
              onChoose={() => choose(client.id)}
            />
          )}
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

type RowProps = { client: Client; isActive: boolean; isChosen: boolean; onChoose(): void };

function ClientRow({ client, isActive, isChosen, onChoose }: RowProps) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const phone = client.phones[0];
  const name = client.name || client.company_name || phone?.pretty || t('client.nameless');
  return (
    <div className={classes['row']} data-active={isActive}>
      <label className={card['tickCell']}>
        <input
          type="checkbox"
          className={card['box']}
          checked={isChosen}
          aria-label={t('card.chooseOne', { name })}
          onChange={onChoose}
        />
      </label>
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
          <Chips lists={client.lists.map((one) => one.list)} tags={client.tags} inline />
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
      {phone && (
        <span className={classes['rowActs']}>
          <span className={classes['wideOnly']}>
            <PromiseButton number={phone.number} name={name} compact />
            <SmsButton number={phone.number} name={name} compact />
          </span>
          <CallButton number={phone.number} name={client.name || null} compact />
        </span>
      )}
    </div>
  );
}
