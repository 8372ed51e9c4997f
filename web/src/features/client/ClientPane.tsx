import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ClientRef } from '@/api/types';
import { Glance } from '@/features/popup/Glance';
import { Failure } from '@/ui/Failure';
import { nameOf } from '@/ui/party';
import { Chips } from './Chips';
import classes from './Client.module.css';
import { useCard } from './card';
import { History, NumberHistory } from './History';
import { NameForm } from './NameForm';
import { NoteForm } from './NoteForm';

type Props = {
  client: ClientRef;
  /** What can be done with the call, between the name and the note. */
  actions: React.ReactNode;
  /** The call on now, not to be told as history. */
  linkedId: string;
  callTags?: readonly string[] | undefined;
  source?: string | null | undefined;
};

/** The card of a client as the desk shows it during a call: what is known is there at once. */
export function ClientPane({ client, actions, linkedId, callTags, source }: Props) {
  const { t } = useTranslation();
  const card = useCard(client);
  const known = card.client;
  const title = known?.name || known?.company_name || nameOf(client, t);
  const others = (known?.phones.length ?? 1) - 1;
  const number = client.pretty || client.number;
  return (
    <>
      <div className={classes['who']}>
        <h2 data-testid="client-name">
          {known ? <Link to={`/clients/${known.id}`}>{title}</Link> : title}
        </h2>
        <span className={classes['num']}>
          {title !== number && <span className="v-num">{number}</span>}
          {title !== number && others > 0 && ' · '}
          {others > 0 && t('client.morePhones', { count: others })}
          {known === null && client.number !== '' && (
            <span>
              {title !== number && ' · '}
              {t('client.unknown')}
            </span>
          )}
        </span>
        {known?.name && known.company_name && (
          <span className={classes['company']}>{known.company_name}</span>
        )}
        <div className={classes['chips']}>
          <Chips
            lists={known?.lists.map((one) => one.list) ?? client.lists}
            tags={known?.tags ?? client.tags}
            callTags={callTags}
            source={source}
          >
            {known?.responsible && (
              <li>{t('client.responsibleIs', { name: known.responsible.name })}</li>
            )}
          </Chips>
        </div>
      </div>
      {(known === null || (known && !known.name && !known.company_name)) &&
        client.number !== '' && (
          <NameForm key={client.number} number={client.number} client={known} />
        )}
      {actions}
      <Glance number={client.number} compact />
      {card.error ? <Failure error={card.error} retry={card.retry} /> : null}
      {known !== undefined && client.number !== '' && (
        <NoteForm key={known?.id ?? client.number} client={known} number={client.number} />
      )}
      {known && <History client={known.id} limit={6} except={linkedId} />}
      {known === null && client.number !== '' && (
        <NumberHistory number={client.number} except={linkedId} />
      )}
    </>
  );
}
