import { ActionIcon, Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { LiveCall } from '@/api/types';
import { useLive, useMe, usePeople } from '@/app/context';
import { patient } from '@/app/patient';
import { BlacklistOf } from '@/features/client/BlacklistOf';
import { useCard } from '@/features/client/card';
import { NameForm } from '@/features/client/NameForm';
import { NoteForm } from '@/features/client/NoteForm';
import { useCommand } from '@/features/command/run';
import { HoldButton } from '@/features/desk/parts';
import { sinceOf, titleOf, toneOf } from '@/features/desk/words';
import { SmsButton } from '@/features/sms/SmsButton';
import { partOf } from '@/live/board';
import { harmless } from '@/ui/harmless';
import { Icon } from '@/ui/Icon';
import { Timer } from '@/ui/Timer';
import { Facts } from './Facts';
import classes from './PopUp.module.css';
import type { Size } from './shown';

const TransferDialog = lazy(async () => ({
  default: (await patient(() => import('@/features/desk/TransferDialog'))).TransferDialog,
}));
const NO_DEPARTMENTS: never[] = [];

type Props = { call: LiveCall; isOver: boolean; isSmall: boolean; onSize(size: Size): void };

/** A call over whatever page is open: it takes no focus and moves nothing. */
export function CallCard({ call, isOver, isSmall, onSize }: Props) {
  const { t } = useTranslation();
  const { extension } = useMe();
  const people = usePeople();
  const departments = useLive((state) => state.board?.departments ?? NO_DEPARTMENTS);
  const part = isOver ? null : partOf(call, extension);
  const [isTransfer, setTransfer] = useState(false);
  const isOutside = call.direction !== 'internal';
  const title = harmless(titleOf(call, { people, departments, extension, t }));
  const tone = isOver ? 'over' : toneOf(call);
  const state = t(isOver ? 'focus.over' : `focus.${part === 'calling' ? 'calling' : tone}`);
  const number = call.client.pretty || call.client.number;

  return (
    <aside
      className={classes['popup']}
      data-tone={tone}
      data-small={isSmall}
      aria-label={t('popup.label')}
      data-testid="popup"
    >
      <div className="v-hidden" role="status">
        {part === 'ringing' && t('focus.announce', { who: title })}
      </div>
      <header className={classes['head']}>
        <span className={classes['state']}>
          {state} {!isOver && <Timer since={sinceOf(call)} />}
        </span>
        {isSmall ? (
          <button type="button" className={classes['restore']} onClick={() => onSize('open')}>
            {title}
          </button>
        ) : (
          <span className={classes['line']}>
            {call.line_name ?? t(`direction.${call.direction}`)}
          </span>
        )}
        <ActionIcon
          component={Link}
          to="/"
          variant="subtle"
          color="gray"
          aria-label={t('popup.desk')}
          title={t('popup.desk')}
        >
          <Icon name="desk" size={16} />
        </ActionIcon>
        {!isOver && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t(isSmall ? 'popup.open' : 'popup.small')}
            onClick={() => onSize(isSmall ? 'open' : 'small')}
          >
            <svg width="16" height="16" viewBox="0 0 24 24" aria-hidden="true">
              <path
                d={isSmall ? 'M6 15l6-6 6 6' : 'M6 9l6 6 6-6'}
                fill="none"
                stroke="currentColor"
                strokeWidth="2"
                strokeLinecap="round"
              />
            </svg>
          </ActionIcon>
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('action.close')}
          onClick={() => onSize('closed')}
        >
          <Icon name="close" size={16} />
        </ActionIcon>
      </header>
      {!isSmall && (
        <div className={classes['body']}>
          {isOutside ? <Who call={call} title={title} number={number} /> : <h2>{title}</h2>}
          <Acts call={call} isOver={isOver} onTransfer={() => setTransfer(true)} />
          {isOutside && call.client.number !== '' && (
            <>
              <Facts number={call.client.number} compact />
              <Note call={call} />
            </>
          )}
        </div>
      )}
      {isTransfer && (
        <Suspense>
          <TransferDialog
            linkedId={call.linked_id}
            to=""
            isOn={!isOver}
            onClose={() => setTransfer(false)}
          />
        </Suspense>
      )}
    </aside>
  );
}

function Who({ call, title, number }: { call: LiveCall; title: string; number: string }) {
  const { t } = useTranslation();
  const card = useCard(call.client).client;
  const name = harmless(card?.name || card?.company_name || '') || title;
  return (
    <div className={classes['who']}>
      <h2 data-testid="popup-name">
        {card ? <Link to={`/clients/${card.id}`}>{name}</Link> : name}
      </h2>
      <span className={classes['number']}>
        {name !== number && <span className="v-num">{number}</span>}
        {card?.name && card.company_name && <span>{harmless(card.company_name)}</span>}
        {card?.responsible && (
          <span>{t('client.responsibleIs', { name: card.responsible.name })}</span>
        )}
      </span>
      {(card === null || (card && !card.name && !card.company_name)) && number !== '' && (
        <NameForm key={call.client.number} number={call.client.number} client={card} />
      )}
    </div>
  );
}

function Note({ call }: { call: LiveCall }) {
  const card = useCard(call.client).client;
  if (card === undefined) return null;
  return (
    <NoteForm key={card?.id ?? call.client.number} client={card} number={call.client.number} />
  );
}

type ActsProps = { call: LiveCall; isOver: boolean; onTransfer(): void };

function Acts({ call, isOver, onTransfer }: ActsProps) {
  const { t } = useTranslation();
  const { extension } = useMe();
  const run = useCommand();
  const part = isOver ? null : partOf(call, extension);
  const linked_id = call.linked_id;
  if (!extension) return null;
  return (
    <div className={classes['acts']}>
      {part === 'ringing' && (
        <>
          <Button
            leftSection={<Icon name="phone" size={16} />}
            onClick={() =>
              void run(
                { kind: 'answer', linked_id, extension },
                {
                  doing: t('popup.answering'),
                  done: t('popup.answered'),
                  refused: (code) => (code === 'by_hand' ? t('focus.pickUp', { extension }) : null),
                },
              )
            }
          >
            {t('popup.answer')}
          </Button>
          <Button
            variant="default"
            onClick={() =>
              void run(
                { kind: 'decline', linked_id, extension },
                { doing: t('popup.declining'), done: t('popup.declined') },
              )
            }
          >
            {t('popup.decline')}
          </Button>
        </>
      )}
      {part === 'talking' && (
        <Suspense>
          <HoldButton call={call} extension={extension} />
        </Suspense>
      )}
      {part === 'talking' && <Button onClick={onTransfer}>{t('action.transfer')}</Button>}
      {(part === 'talking' || part === 'calling') && (
        <Button
          variant="outline"
          color="red"
          onClick={() =>
            void run(
              { kind: 'hang_up', linked_id },
              { doing: t('focus.hangingUp'), done: t('focus.hungUp') },
            )
          }
        >
          {t('action.hangUp')}
        </Button>
      )}
      {call.direction !== 'internal' && (
        <>
          <SmsButton number={call.client.number} name={call.client.name} compact />
          <BlacklistOf number={call.client.number} name={call.client.name || call.client.pretty} />
        </>
      )}
    </div>
  );
}
