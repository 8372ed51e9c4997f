import { Button, Menu } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { fieldsQuery, pinnedQuery } from '@/api/cards';
import { ApiError, isStatus } from '@/api/error';
import { clientQuery } from '@/api/queries';
import type { Client } from '@/api/types';
import { NotFound } from '@/app/NotFound';
import { spoken } from '@/app/spoken';
import { Top } from '@/app/Top';
import { CallButton } from '@/features/command/CallButton';
import { CardHold } from '@/features/privacy/CardHold';
import { PersonActs } from '@/features/privacy/PersonActs';
import { SmsButton, smsPath } from '@/features/sms/SmsButton';
import { PromiseButton } from '@/features/todo/PromiseButton';
import { useMinute } from '@/ui/clock';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { Key } from '@/ui/Key';
import { useKeys } from '@/ui/keys';
import { useMoments } from '@/ui/place';
import { useTitle } from '@/ui/title';
import card from './Card.module.css';
import { Chips } from './Chips';
import classes from './Clients.module.css';
import { EditClient } from './EditClient';
import { Files } from './Files';
import { Marks } from './Marks';
import { Merges } from './Merges';
import { NoteForm } from './NoteForm';
import { NoteRow } from './NoteRow';
import { OwnShown } from './OwnValue';
import { openPromises, WholeHistory } from './WholeHistory';

const HoldWindow = lazy(async () => ({
  default: (await spoken('privacy', import('@/features/privacy/HoldWindow'))).HoldWindow,
}));
const Changes = lazy(async () => ({ default: (await import('./Changes')).Changes }));

export function ClientPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const id = Number(useParams()['id']);
  const isId = Number.isSafeInteger(id) && id > 0;
  const query = useQuery({ ...clientQuery(id), enabled: isId });
  useTitle(query.data?.name || t('client.title'));
  // A card that went into another one is found there.
  const into =
    query.error instanceof ApiError && query.error.code === 'merged'
      ? Number(query.error.facts?.['into'])
      : null;
  useEffect(() => {
    if (into) void navigate(`/clients/${into}`, { replace: true });
  }, [into, navigate]);
  if (into) return null;
  if (!isId || isStatus(query.error, 404)) return <NotFound />;
  return (
    <>
      <Top />
      {query.isError && !query.data && (
        <section className="v-card">
          <Failure error={query.error} retry={() => void query.refetch()} />
        </section>
      )}
      {query.data && <Card key={query.data.id} client={query.data} />}
    </>
  );
}

function Card({ client }: { client: Client }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'edit' | 'changes' | 'hold' | null>(null);
  const navigate = useNavigate();
  const first = client.phones[0];
  useKeys({
    KeyE: () => setOpen('edit'),
    KeyS: () => first && void navigate(smsPath(first.number)),
  });
  const pinned = useQuery(pinnedQuery(client.id)).data ?? [];
  const name = client.name || client.company_name || first?.pretty || t('client.nameless');
  return (
    <div className={classes['page']}>
      <section className={`v-card ${classes['card']}`}>
        <div className={classes['title']}>
          <div>
            <h1>{name}</h1>
            <span className="v-mute">
              {[
                client.name ? client.company_name : '',
                name === first?.pretty ? '' : (first?.pretty ?? ''),
                client.phones.length > 1
                  ? t('client.morePhones', { count: client.phones.length - 1 })
                  : '',
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </div>
          <span className={classes['acts']}>
            <Button variant="default" rightSection={<Key>e</Key>} onClick={() => setOpen('edit')}>
              {t('action.edit')}
            </Button>
            <Menu width={240} radius={12} withinPortal position="bottom-end">
              <Menu.Target>
                <Button variant="default" px={10} aria-label={t('card.more')}>
                  <Icon name="more" size={17} />
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => setOpen('changes')}>{t('card.changes')}</Menu.Item>
                <Menu.Item component={Link} to={`/clients/merge?ids=${client.id}`}>
                  {t('card.mergeWith')}
                </Menu.Item>
                <PersonActs client={client.id} onHold={() => setOpen('hold')} />
              </Menu.Dropdown>
            </Menu>
          </span>
        </div>
        <div className={card['chips']}>
          <Promised client={client.id}>
            {(chips) => (
              <Chips lists={client.lists.map((one) => one.list)} tags={client.tags}>
                {chips}
                <CardHold client={client.id} />
                {client.responsible && (
                  <li>{t('client.responsibleIs', { name: client.responsible.name })}</li>
                )}
              </Chips>
            )}
          </Promised>
        </div>
        {first && (
          <div className={card['acts']}>
            <CallButton number={first.number} name={client.name || null} />
            <SmsButton number={first.number} name={client.name || null} />
            <PromiseButton number={first.number} name={client.name || null} />
          </div>
        )}
      </section>
      <section className={`v-card ${classes['body']}`} aria-labelledby="history-title">
        <NoteForm client={client} number={first?.number ?? ''} isAboutCall={false} />
        {pinned.length > 0 && (
          <div className={card['pins']}>
            {pinned.map((note) => (
              <NoteRow key={note.id} client={client.id} note={note} isPinned />
            ))}
          </div>
        )}
        <h2 id="history-title" className="v-hidden">
          {t('history.title')}
        </h2>
        <WholeHistory
          client={client.id}
          note={(note) => <NoteRow client={client.id} note={note} />}
        />
      </section>
      <div className={classes['side']}>
        <Contacts client={client} />
        <Marks client={client} />
        <Files client={client.id} />
        <Merges client={client} />
      </div>
      {open === 'edit' && <EditClient client={client} onClose={() => setOpen(null)} />}
      {open === 'hold' && (
        <Suspense>
          <HoldWindow on={{ kind: 'client', id: client.id }} onClose={() => setOpen(null)} />
        </Suspense>
      )}
      {open === 'changes' && (
        <Suspense>
          <Changes client={client} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </div>
  );
}

/** What was promised to him and is not kept yet. */
function Promised(props: { client: number; children(chips: React.ReactNode): React.ReactNode }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const open = useInfiniteQuery(openPromises(props.client));
  const chips = open.data?.pages[0]?.items.slice(0, 5).map((one) => (
    <li key={one.id} data-list="vip">
      {t('card.owed', { when: moments.dayTime(one.due_at, minute) })}
    </li>
  ));
  return props.children(chips?.length ? chips : null);
}

function Contacts({ client }: { client: Client }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const fields = useQuery(fieldsQuery).data ?? [];
  const own = fields.filter((one) => !one.retired && one.slug in (client.values ?? {}));
  return (
    <section className="v-card" aria-labelledby="phones-title">
      <div className="v-head">
        <h2 id="phones-title">{t('client.phones')}</h2>
      </div>
      <ul className={classes['phones']}>
        {client.phones.map((phone) => (
          <li key={phone.number}>
            <span>
              <span className="v-num">{phone.pretty}</span>
              {(phone.kind || phone.comment) && (
                <small className="v-mute">
                  {' '}
                  {[phone.kind ? t(`card.kind.${phone.kind as 'work'}`) : '', phone.comment]
                    .filter(Boolean)
                    .join(', ')}
                </small>
              )}
            </span>
            <span className={classes['acts']}>
              <SmsButton number={phone.number} name={client.name || null} compact />
              <CallButton number={phone.number} name={client.name || null} />
            </span>
          </li>
        ))}
        {client.phones.length === 0 && <li className="v-mute">{t('client.noPhones')}</li>}
      </ul>
      <dl className={card['facts']}>
        {(client.emails ?? []).length > 0 && (
          <div>
            <dt>{t('card.emails')}</dt>
            {client.emails?.map((email) => (
              <dd key={email}>
                <a href={`mailto:${encodeURIComponent(email).replace('%40', '@')}`}>{email}</a>
              </dd>
            ))}
          </div>
        )}
        {own.map((field) => (
          <div key={field.slug}>
            <dt>{field.name}</dt>
            <dd>
              <OwnShown field={field} value={client.values?.[field.slug] ?? ''} />
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('client.lastCallLabel')}</dt>
          <dd>
            {client.last_call_at
              ? moments.dayTime(client.last_call_at, minute)
              : t('client.noCalls')}
          </dd>
        </div>
        <div>
          <dt>{t('client.since')}</dt>
          <dd>{moments.day(client.created_at, minute)}</dd>
        </div>
      </dl>
    </section>
  );
}
