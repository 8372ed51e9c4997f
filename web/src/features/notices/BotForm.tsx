import { Button, PasswordInput, Switch } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Channel, noticeKeys, setBot } from '@/api/notices';
import classes from '@/features/crm/Links.module.css';
import { Panel } from '@/features/gsm/Panel';
import { useProblem } from '@/ui/problem';

/** The bot that writes to people: how to get one, and its key. */
export function BotForm({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const [token, setToken] = useState('');
  const [isOn, setIsOn] = useState(channel.state !== 'off');
  const save = useMutation({
    mutationFn: () => setBot({ token: token || null, is_on: isOn }),
    onSuccess: () => {
      setToken('');
      return memory.invalidateQueries({ queryKey: noticeKeys.channels });
    },
  });
  return (
    <Panel title={t('links.bot.title')} note={t('links.bot.note')}>
      <form
        className={classes['body']}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <ol className={classes['steps']}>
          <li>
            {t('links.bot.father')}{' '}
            <a href="https://t.me/BotFather" target="_blank" rel="noopener noreferrer">
              @BotFather
            </a>
          </li>
          <li>{t('links.bot.make')}</li>
          <li>{t('links.bot.paste')}</li>
        </ol>
        <div className={classes['narrow']}>
          <PasswordInput
            label={t('links.bot.token')}
            description={channel.has_secret ? t('links.secretKept') : undefined}
            placeholder="123456789:AA…"
            required={!channel.has_secret}
            autoComplete="new-password"
            value={token}
            onChange={(event) => {
              save.reset();
              setToken(event.currentTarget.value);
            }}
          />
        </div>
        <Switch
          label={t('links.isOnWay')}
          checked={isOn}
          onChange={(event) => {
            save.reset();
            setIsOn(event.currentTarget.checked);
          }}
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
