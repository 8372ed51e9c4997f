import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addSocket, changeSocket, removeSocket, type Socket, type SocketIn } from '@/api/gsm';
import { socketsQuery } from '@/api/gsm-queries';
import { Panel } from '@/features/gsm/Panel';
import { usePublish } from '@/features/gsm/publish';
import { Failure } from '@/ui/Failure';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';
import classes from './Gateways.module.css';

/** Smart sockets: what they feed, and how they are reached. */
export function Sockets() {
  const { t } = useTranslation();
  const query = useQuery(socketsQuery);
  const [open, setOpen] = useState<Socket | 'new' | null>(null);
  const sockets = query.data ?? [];
  return (
    <Panel title={t('sockets.title')} note={t('sockets.lead')} className={classes['group'] ?? ''}>
      {query.isError && !query.data && (
        <Failure error={query.error} retry={() => void query.refetch()} />
      )}
      {query.isSuccess && sockets.length === 0 && (
        <p className={classes['none']}>{t('sockets.empty')}</p>
      )}
      <ul className={classes['things']}>
        {sockets.map((socket) => (
          <li key={socket.id}>
            <span>
              <b>{socket.name}</b>
              <small>
                {t(`sockets.kind.${socket.kind}`)} · {socket.address} ·{' '}
                {t(`sockets.feeds.${socket.feeds}`)}
              </small>
            </span>
            <Button size="xs" variant="default" onClick={() => setOpen(socket)}>
              {t('action.edit')}
            </Button>
          </li>
        ))}
        <li>
          <Button size="xs" variant="default" onClick={() => setOpen('new')}>
            {t('sockets.add')}
          </Button>
        </li>
      </ul>
      {open && (
        <SocketForm
          socket={open === 'new' ? null : open}
          known={sockets}
          onClose={() => setOpen(null)}
        />
      )}
    </Panel>
  );
}

type FormProps = { socket: Socket | null; known: Socket[]; onClose(): void };

const HOST = /^[A-Za-z0-9][A-Za-z0-9.:-]{0,252}$/;

function SocketForm({ socket, known, onClose }: FormProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [draft, setDraft] = useState<Socket>(
    socket ?? {
      id: nextId(known),
      name: '',
      kind: 'tasmota',
      address: '',
      port: null,
      device: '',
      login: 'admin',
      feeds: 'gateway',
    },
  );
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const change = (next: Partial<Socket>) => setDraft({ ...draft, ...next });
  const save = usePublish((body: SocketIn) => (socket ? changeSocket(body) : addSocket(body)));
  const remove = usePublish((id: string) => removeSocket(id));
  const isNamed = draft.name.trim() !== '';
  const isHost = HOST.test(draft.address.trim());
  const isDevice = /^[0-9A-Za-z]{0,32}$/.test(draft.device);
  const failure = save.error ?? remove.error;
  return (
    <Window title={t(socket ? 'sockets.edit' : 'sockets.add')} onClose={onClose}>
      <form
        className={classes['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!isNamed || !isHost || !isDevice) return;
          save.mutate(
            {
              ...draft,
              name: draft.name.trim(),
              address: draft.address.trim(),
              ...(password ? { password } : {}),
            },
            { onSuccess: onClose },
          );
        }}
      >
        <TextInput
          data-autofocus
          label={t('gateways.name')}
          maxLength={80}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={tried && !isNamed ? t('gateways.bad.name') : null}
        />
        <div className={classes['pair']}>
          <NativeSelect
            label={t('sockets.make')}
            value={draft.kind}
            onChange={(event) => change({ kind: event.currentTarget.value as Socket['kind'] })}
          >
            {(['tasmota', 'sonoff'] as const).map((kind) => (
              <option key={kind} value={kind}>
                {t(`sockets.kind.${kind}`)}
              </option>
            ))}
          </NativeSelect>
          <NativeSelect
            label={t('sockets.what')}
            value={draft.feeds}
            onChange={(event) => change({ feeds: event.currentTarget.value as Socket['feeds'] })}
          >
            {(['gateway', 'box', 'router'] as const).map((feeds) => (
              <option key={feeds} value={feeds}>
                {t(`sockets.feeds.${feeds}`)}
              </option>
            ))}
          </NativeSelect>
        </div>
        <TextInput
          label={t('gateways.address')}
          placeholder="192.168.1.30"
          value={draft.address}
          onChange={(event) => change({ address: event.currentTarget.value })}
          error={tried && !isHost ? t('gateways.bad.address') : null}
        />
        {draft.kind === 'sonoff' ? (
          <TextInput
            label={t('sockets.device')}
            placeholder="1000abcdef"
            value={draft.device}
            onChange={(event) => change({ device: event.currentTarget.value })}
            error={tried && !isDevice ? t('sockets.badDevice') : null}
          />
        ) : (
          <div className={classes['pair']}>
            <TextInput
              label={t('login.login')}
              autoComplete="off"
              value={draft.login}
              onChange={(event) => change({ login: event.currentTarget.value })}
            />
            <PasswordInput
              label={t('login.password')}
              autoComplete="new-password"
              maxLength={128}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              visibilityToggleButtonProps={{ 'aria-label': t('devices.reveal') }}
            />
          </div>
        )}
        {failure && (
          <p role="alert" className={classes['bad']}>
            {problem(failure)}
          </p>
        )}
        <div className={classes['end']}>
          {socket && (
            <Button
              variant="outline"
              color="red"
              loading={remove.isPending}
              onClick={() => remove.mutate(socket.id, { onSuccess: onClose })}
            >
              {t('gateways.remove')}
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('client.save')}
          </Button>
        </div>
      </form>
    </Window>
  );
}

function nextId(known: { id: string }[]): string {
  const taken = new Set(known.map((one) => one.id));
  for (let n = 1; ; n += 1) if (!taken.has(`socket-${n}`)) return `socket-${n}`;
}
