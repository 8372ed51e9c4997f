import { Button, NativeSelect, NumberInput, PasswordInput, Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Channel, type MailServer, noticeKeys, setMailServer } from '@/api/notices';
import classes from '@/features/crm/Links.module.css';
import { Panel } from '@/features/gsm/Panel';
import { useProblem } from '@/ui/problem';

const PORTS = { tls: 465, starttls: 587, none: 25 } as const;

/** The mail server that letters are handed in at. */
export function MailForm({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const [server, setServer] = useState<MailServer>({
    host: channel.host,
    port: channel.port || PORTS.tls,
    security: channel.security,
    username: channel.username,
    sender: channel.sender,
    sender_name: channel.sender_name,
    is_on: channel.state === 'none' || channel.state !== 'off',
  });
  const [password, setPassword] = useState('');
  const save = useMutation({
    mutationFn: () => setMailServer({ ...server, password: password || null }),
    onSuccess: () => {
      setPassword('');
      return memory.invalidateQueries({ queryKey: noticeKeys.channels });
    },
  });
  const change = (part: Partial<MailServer>) => {
    save.reset();
    setServer({ ...server, ...part });
  };
  return (
    <Panel title={t('links.mailServer')} note={t('links.mailNote')}>
      <form
        className={classes['body']}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <div className={classes['two']}>
          <TextInput
            label={t('links.host')}
            placeholder="smtp.example.com"
            required
            value={server.host}
            onChange={(event) => change({ host: event.currentTarget.value.trim() })}
          />
          <NativeSelect
            label={t('links.security')}
            value={server.security}
            onChange={(event) => {
              const security = event.currentTarget.value as keyof typeof PORTS;
              change({ security, port: PORTS[security] });
            }}
            data={(['tls', 'starttls', 'none'] as const).map((value) => ({
              value,
              label: t(`links.secured.${value}`),
            }))}
          />
          <NumberInput
            label={t('links.port')}
            min={1}
            max={65535}
            hideControls
            value={server.port}
            onChange={(value) => change({ port: Number(value) || 0 })}
          />
          <TextInput
            label={t('links.username')}
            autoComplete="off"
            value={server.username}
            onChange={(event) => change({ username: event.currentTarget.value })}
          />
          <PasswordInput
            label={t('links.password')}
            description={channel.has_secret ? t('links.secretKept') : undefined}
            autoComplete="new-password"
            value={password}
            onChange={(event) => {
              save.reset();
              setPassword(event.currentTarget.value);
            }}
          />
          <TextInput
            label={t('links.sender')}
            placeholder="vochi@example.com"
            type="email"
            required
            value={server.sender}
            onChange={(event) => change({ sender: event.currentTarget.value })}
          />
          <TextInput
            label={t('links.senderName')}
            placeholder="Vochi"
            value={server.sender_name}
            onChange={(event) => change({ sender_name: event.currentTarget.value })}
          />
        </div>
        <Switch
          label={t('links.isOnWay')}
          checked={server.is_on}
          onChange={(event) => change({ is_on: event.currentTarget.checked })}
        />
        {save.isError && (
          <p role="alert" className={classes['bad']}>
            {problem(save.error)}
          </p>
        )}
        <div className={classes['buttons']}>
          <Button type="submit" loading={save.isPending}>
            {t('client.save')}
          </Button>
          {save.isSuccess && (
            <span role="status" className={classes['good']}>
              {t('links.saved')}
            </span>
          )}
        </div>
      </form>
    </Panel>
  );
}
