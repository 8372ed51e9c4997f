import { ActionIcon, Button, Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeHook, changeSecret, dropHook, type Hook, hookKeys, testHook } from '@/api/hooks';
import parcels from '@/features/parcels/Parcels.module.css';
import { Icon } from '@/ui/Icon';
import { useMoments } from '@/ui/place';
import { Window } from '@/ui/Window';
import classes from './Hooks.module.css';
import { useHookProblem } from './problem';

type Props = {
  hook: Hook;
  isShown: boolean;
  onShow(): void;
  onEdit(): void;
  onSecret(hook: Hook): void;
};

/** One subscription: how it fares, and what can be done with it. */
export function HookRow({ hook, isShown, onShow, onEdit, onSecret }: Props) {
  const { t } = useTranslation();
  const problem = useHookProblem();
  const moments = useMoments();
  const memory = useQueryClient();
  const again = () => memory.invalidateQueries({ queryKey: hookKeys.hooks });
  const [open, setOpen] = useState<'drop' | 'secret' | null>(null);
  const test = useMutation({ mutationFn: () => testHook(hook.id) });
  const drop = useMutation({ mutationFn: () => dropHook(hook.id), onSuccess: again });
  const { name, url, events } = hook;
  const turn = useMutation({
    mutationFn: (is_on: boolean) => changeHook(hook.id, { name, url, events, is_on }),
    onSuccess: again,
  });
  const secret = useMutation({
    mutationFn: () => changeSecret(hook.id),
    onSuccess: async (made) => {
      setOpen(null);
      onSecret(made);
      await again();
    },
  });
  const state = hook.state === 'on' && hook.failures > 0 ? 'failing' : hook.state;
  const failed = test.error ?? turn.error;
  return (
    <li className={parcels['row']} data-testid="hook">
      <div className={classes['about']}>
        <p className={classes['name']}>
          <b>{name}</b>
          <span className={classes['state']} data-state={state}>
            {t(`hooks.state.${state}`)}
          </span>
        </p>
        <p className={classes['url']}>{url}</p>
        <p className={parcels['facts']}>
          {t('hooks.eventsCount', { count: events.length })}
          {hook.last_at &&
            ` · ${t('hooks.lastAt', { when: moments.dayTime(hook.last_at, Date.now()) })}`}
          {hook.waiting > 0 && ` · ${t('hooks.waitingCount', { count: hook.waiting })}`}
          {hook.dead > 0 && ` · ${t('hooks.deadCount', { count: hook.dead })}`}
        </p>
        {state !== 'on' && state !== 'off' && (
          <p className={classes['bad']}>
            {hook.last_why && t(`hooks.why.${hook.last_why}`, { status: hook.last_status ?? '' })}{' '}
            {state === 'paused' && t('hooks.pausedText')}
          </p>
        )}
        {hook.old_secret_until && (
          <p className={parcels['facts']}>
            {t('hooks.oldSecret', { when: moments.full(hook.old_secret_until) })}
          </p>
        )}
        {test.data && (
          <p className={classes['tested']} data-ok={test.data.ok} role="status">
            {test.data.ok
              ? t('hooks.testOk', { status: test.data.status, ms: test.data.took_ms })
              : t(`hooks.why.${test.data.why || 'broken'}`, { status: test.data.status ?? '' })}
          </p>
        )}
        {failed && (
          <p role="alert" className={classes['bad']}>
            {problem(failed)}
          </p>
        )}
      </div>
      <div className={classes['buttons']}>
        {hook.state === 'paused' && (
          <Button size="xs" loading={turn.isPending} onClick={() => turn.mutate(true)}>
            {t('hooks.goOn')}
          </Button>
        )}
        <Button size="xs" variant="default" loading={test.isPending} onClick={() => test.mutate()}>
          {t('hooks.test')}
        </Button>
        <Button size="xs" variant="default" aria-expanded={isShown} onClick={onShow}>
          {t('hooks.deliveries')}
        </Button>
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" size={34} aria-label={t('hooks.acts', { name })}>
              <Icon name="more" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={onEdit}>{t('hooks.edit')}</Menu.Item>
            <Menu.Item onClick={() => turn.mutate(!hook.is_on)}>
              {t(hook.is_on ? 'hooks.turnOff' : 'hooks.turnOn')}
            </Menu.Item>
            <Menu.Item onClick={() => setOpen('secret')}>{t('hooks.newSecret')}</Menu.Item>
            <Menu.Item color="red" onClick={() => setOpen('drop')}>
              {t('hooks.drop')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {open && (
        <Window
          title={t(open === 'drop' ? 'hooks.dropTitle' : 'hooks.secretTitle', { name })}
          onClose={() => setOpen(null)}
        >
          <div className={classes['form']}>
            <p>{t(open === 'drop' ? 'hooks.dropText' : 'hooks.secretText')}</p>
            {(drop.error ?? secret.error) && (
              <p role="alert" className={classes['bad']}>
                {problem(drop.error ?? secret.error)}
              </p>
            )}
            <div className={classes['end']}>
              <Button variant="default" onClick={() => setOpen(null)}>
                {t('action.cancel')}
              </Button>
              <Button
                color={open === 'drop' ? 'red' : 'teal'}
                loading={drop.isPending || secret.isPending}
                onClick={() => (open === 'drop' ? drop.mutate() : secret.mutate())}
              >
                {t(open === 'drop' ? 'hooks.drop' : 'hooks.newSecret')}
              </Button>
            </div>
          </div>
        </Window>
      )}
    </li>
  );
}
