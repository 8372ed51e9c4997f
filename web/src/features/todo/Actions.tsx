import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { closePromise, type Promised, reopenPromise, takePromise } from '@/api/promises';
import type { CloseReason } from '@/api/types';
import { useMe, usePeople } from '@/app/context';
import { BlacklistItemsOf, BlacklistMenu } from '@/features/client/BlacklistOf';
import { Icon } from '@/ui/Icon';
import { isErased } from '@/ui/phone';
import { useProblem } from '@/ui/problem';
import { useCallBack } from './calling';
import { notePromise } from './queries';
import classes from './Todo.module.css';

const REASONS: CloseReason[] = ['settled', 'no_need', 'mistake'];

function useChange() {
  const memory = useQueryClient();
  const problem = useProblem();
  return useMutation({
    mutationFn: (change: () => Promise<Promised>) => change(),
    onSuccess: (it) => notePromise(memory, it),
    onError: (error) =>
      notifications.show({ message: problem(error), color: 'red', role: 'alert' }),
  });
}

type Props = { it: Promised; name: string; isBusy: boolean };

/** Call, close with a reason, take or give away. */
export function OpenActions({ it, name, isBusy }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const { refusal, call } = useCallBack();
  const change = useChange();
  const undo = useUndo();
  const why = it.number ? refusal : t('promise.hiddenNumber');
  const label = t('action.callWho', { who: name });
  const isMine = it.owner !== null && it.owner.extension === me.extension;
  // The stream may take the row away before the answer is here: the way back does not go with it.
  const close = (reason: CloseReason) =>
    change.mutate(async () => {
      const closed = await closePromise(it.id, reason);
      undo(closed, name);
      return closed;
    });
  return (
    <span className={classes['actions']}>
      {!isBusy && (
        <Tooltip label={why} disabled={!why}>
          <Button
            variant="default"
            aria-label={label}
            {...(why ? { 'data-disabled': true } : {})}
            aria-disabled={why !== null}
            leftSection={<Icon name="phone" size={16} />}
            className={classes['call'] ?? ''}
            onClick={() => {
              if (!why) void call(it, name);
            }}
          >
            <span>{t('action.call')}</span>
          </Button>
        </Tooltip>
      )}
      <Menu width={280} radius={12} withinPortal position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={t('promise.more', { who: name })}
            loading={change.isPending}
          >
            <Icon name="more" size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('closing.why')}</Menu.Label>
          {REASONS.map((reason) => (
            <Menu.Item key={reason} onClick={() => close(reason)}>
              {t(`closing.reason.${reason}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          {!isMine && me.person && (
            <Menu.Item onClick={() => change.mutate(() => takePromise(it.id, null))}>
              {t('promise.take')}
            </Menu.Item>
          )}
          {it.owner && (
            <Menu.Item onClick={() => change.mutate(() => takePromise(it.id, ''))}>
              {t('promise.giveNobody')}
            </Menu.Item>
          )}
          <Colleagues
            it={it}
            onGive={(person) => change.mutate(() => takePromise(it.id, person))}
          />
          {it.number && !isErased(it.number) && (
            <>
              <Menu.Divider />
              <BlacklistItemsOf number={it.number} name={name} />
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}

/** To whom it can go: those of its departments first. */
function Colleagues({ it, onGive }: { it: Promised; onGive: (person: string) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const people = usePeople().filter(
    (person) => person.extension !== me.extension && person.person !== it.owner?.person,
  );
  if (people.length === 0) return null;
  const near = (departments: readonly string[]) =>
    departments.some((number) => it.departments.includes(number)) ? 0 : 1;
  const sorted = [...people].sort(
    (a, b) => near(a.departments) - near(b.departments) || a.name.localeCompare(b.name),
  );
  return (
    <>
      <Menu.Label>{t('promise.give')}</Menu.Label>
      <div className={classes['colleagues']}>
        {sorted.map((person) => (
          <Menu.Item
            key={person.person}
            onClick={() => onGive(person.person)}
            rightSection={<small className="v-mute">{person.extension}</small>}
          >
            {person.name}
          </Menu.Item>
        ))}
      </div>
    </>
  );
}

function useUndo() {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const problem = useProblem();
  return (it: Promised, name: string) => {
    const id = `promise-${it.id}`;
    const back = async () => {
      notifications.hide(id);
      try {
        notePromise(memory, await reopenPromise(it.id));
      } catch (error) {
        notifications.show({ message: problem(error), color: 'red', role: 'alert' });
      }
    };
    notifications.show({
      id,
      autoClose: 8000,
      message: (
        <span className={classes['undo']}>
          {t('closing.done', { who: name })}
          <Button variant="default" size="xs" onClick={() => void back()}>
            {t('promise.undo')}
          </Button>
        </span>
      ),
    });
  };
}

/** How it ended, and the way back. */
export function OverActions({
  it,
  name,
  children,
}: {
  it: Promised;
  name: string;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const change = useChange();
  return (
    <span className={classes['actions']}>
      <small className={classes['end']}>{children}</small>
      <Button
        variant="default"
        size="xs"
        aria-label={t('promise.reopenWho', { who: name })}
        loading={change.isPending}
        onClick={() => change.mutate(() => reopenPromise(it.id))}
      >
        {t('promise.reopen')}
      </Button>
      <BlacklistMenu number={it.number} name={name} />
    </span>
  );
}
