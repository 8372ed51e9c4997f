import { ActionIcon } from '@mantine/core';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Department, LiveCall } from '@/api/types';
import { useLive, useMe, usePeople } from '@/app/context';
import { ClientPane } from '@/features/client/ClientPane';
import { CallButton } from '@/features/command/CallButton';
import { SmsButton } from '@/features/sms/SmsButton';
import { partOf } from '@/live/board';
import type { Shown } from '@/live/focus';
import { Empty } from '@/ui/Empty';
import { Icon } from '@/ui/Icon';
import { useKeys } from '@/ui/keys';
import { nameOf } from '@/ui/party';
import { Timer } from '@/ui/Timer';
import classes from './Focus.module.css';
import { CallActions } from './parts';
import { sinceOf, titleOf, toneOf, withWhom } from './words';

const NO_DEPARTMENTS: Department[] = [];

type Props = { shown: Shown; onDismiss(): void; onTransfer(): void };

/** What the desk has before it: the card of the client on my line, or what to do next. */
export function FocusPane({ shown, onDismiss, onTransfer }: Props) {
  const { t } = useTranslation();
  const { extension } = useMe();
  return (
    <section className={`v-card ${classes['pane']}`} aria-label={t('focus.label')}>
      {shown.kind === 'none' ? (
        <Empty title={t(extension ? 'focus.empty' : 'focus.noExtension')}>
          <p>{extension ? t('focus.emptyText', { extension }) : t('focus.noExtensionText')}</p>
        </Empty>
      ) : (
        <CallPane
          key={shown.call.linked_id}
          call={shown.call}
          isOver={shown.kind === 'ended'}
          onDismiss={onDismiss}
          onTransfer={onTransfer}
        />
      )}
    </section>
  );
}

type PaneProps = { call: LiveCall; isOver: boolean; onDismiss(): void; onTransfer(): void };

function CallPane({ call, isOver, onDismiss, onTransfer }: PaneProps) {
  const { t } = useTranslation();
  const { extension } = useMe();
  const people = usePeople();
  const departments = useLive((state) => state.board?.departments ?? NO_DEPARTMENTS);
  const part = isOver ? null : partOf(call, extension);
  const around = { people, departments, extension, t };
  const tone = isOver ? 'over' : toneOf(call);
  useKeys({ Escape: isOver || part === null ? onDismiss : undefined });

  const actions = (
    <div className={classes['actions']}>
      {!isOver && (
        <Suspense>
          <CallActions call={call} onTransfer={onTransfer} />
        </Suspense>
      )}
      {isOver && call.direction !== 'internal' && (
        <CallButton number={call.client.number} name={call.client.name} />
      )}
      {call.direction !== 'internal' && (
        <SmsButton number={call.client.number} name={call.client.name} />
      )}
    </div>
  );

  return (
    <div className={classes['now']}>
      <div className={classes['head']} {...(isOver ? {} : { 'data-call': call.linked_id })}>
        <span className={classes['state']} data-tone={tone} data-testid="call-state">
          {t(isOver ? 'focus.over' : `focus.${part === 'calling' ? 'calling' : tone}`)}{' '}
          {!isOver && <Timer since={sinceOf(call)} />}
        </span>
        <span className={classes['how']}>
          {t(`direction.${call.direction}`)}
          {part === null && !isOver
            ? ` · ${withWhom(call, around)}`
            : call.line_name && ` · ${call.line_name}`}
          {!isOver && call.recording && ` · ${t(`recording.is.${call.recording}`)}`}
        </span>
        {(isOver || part === null) && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('action.close')}
            onClick={onDismiss}
          >
            <Icon name="close" />
          </ActionIcon>
        )}
      </div>
      <div className="v-hidden" role="status">
        {part === 'ringing' && t('focus.announce', { who: nameOf(call.client, t) })}
      </div>
      {call.direction === 'internal' ? (
        <div className={classes['inside']}>
          <h2 data-testid="client-name">{titleOf(call, around)}</h2>
          {actions}
        </div>
      ) : (
        <ClientPane
          client={call.client}
          actions={actions}
          linkedId={call.linked_id}
          callTags={call.tags}
          source={call.source}
        />
      )}
    </div>
  );
}
