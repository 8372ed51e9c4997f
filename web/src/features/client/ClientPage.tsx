import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { isStatus } from '@/api/error';
import { clientQuery } from '@/api/queries';
import type { Client } from '@/api/types';
import { NotFound } from '@/app/NotFound';
import { Top } from '@/app/Top';
import { CallButton } from '@/features/command/CallButton';
import { SmsButton, smsPath } from '@/features/sms/SmsButton';
import { useMinute } from '@/ui/clock';
import { Failure } from '@/ui/Failure';
import { Key } from '@/ui/Key';
import { useKeys } from '@/ui/keys';
import { useMoments } from '@/ui/place';
import { useTitle } from '@/ui/title';
import classes from './Clients.module.css';
import { EditClient } from './EditClient';
import { History } from './History';
import { Marks } from './Marks';
import { NoteForm } from './NoteForm';

export function ClientPage() {
  const { t } = useTranslation();
  const id = Number(useParams()['id']);
  const isId = Number.isSafeInteger(id) && id > 0;
  const query = useQuery({ ...clientQuery(id), enabled: isId });
  useTitle(query.data?.name || t('client.title'));
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
  const moments = useMoments();
  const minute = useMinute();
  const [editing, setEditing] = useState(false);
  const navigate = useNavigate();
  const first = client.phones[0];
  useKeys({
    KeyE: () => setEditing(true),
    KeyS: () => first && void navigate(smsPath(first.number)),
  });
  const name = client.name || client.company_name || first?.pretty || t('client.nameless');
  return (
    <div className={classes['page']}>
      <section className={`v-card ${classes['card']}`}>
        <div className={classes['title']}>
          <div>
            <h1>{name}</h1>
            {client.name && client.company_name && (
              <span className="v-mute">{client.company_name}</span>
            )}
          </div>
          <Button variant="default" rightSection={<Key>e</Key>} onClick={() => setEditing(true)}>
            {t('action.edit')}
          </Button>
        </div>
      </section>
      <section className={`v-card ${classes['body']}`} aria-labelledby="history-title">
        <NoteForm client={client} number={first?.number ?? ''} isAboutCall={false} />
        <h2 id="history-title" className="v-hidden">
          {t('history.title')}
        </h2>
        <History client={client.id} />
      </section>
      <div className={classes['side']}>
        <Marks client={client} />
        <section className="v-card" aria-labelledby="phones-title">
          <div className="v-head">
            <h2 id="phones-title">{t('client.phones')}</h2>
          </div>
          <ul className={classes['phones']}>
            {client.phones.map((phone) => (
              <li key={phone.number}>
                <span className="v-num">{phone.pretty}</span>
                <span className={classes['acts']}>
                  <SmsButton number={phone.number} name={client.name || null} compact />
                  <CallButton number={phone.number} name={client.name || null} />
                </span>
              </li>
            ))}
            {client.phones.length === 0 && <li className="v-mute">{t('client.noPhones')}</li>}
          </ul>
          <dl className={classes['facts']}>
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
      </div>
      {editing && <EditClient client={client} onClose={() => setEditing(false)} />}
    </div>
  );
}
