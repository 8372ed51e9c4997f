import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  addHook,
  changeHook,
  type Hook,
  type HookEvent,
  hookEventsQuery,
  hookKeys,
} from '@/api/hooks';
import { Window } from '@/ui/Window';
import classes from './Hooks.module.css';
import { isAboutUrl, useHookProblem } from './problem';

type Props = { hook: Hook | null; onClose(): void; onMade(hook: Hook): void };

const USUAL: HookEvent[] = ['call.started', 'call.answered', 'call.ended', 'call.missed'];

/** Where to, and what of: a new subscription, or one that is changed. */
export function HookForm({ hook, onClose, onMade }: Props) {
  const { t } = useTranslation();
  const problem = useHookProblem();
  const memory = useQueryClient();
  const kinds = useQuery(hookEventsQuery);
  const [name, setName] = useState(hook?.name ?? '');
  const [url, setUrl] = useState(hook?.url ?? '');
  const [events, setEvents] = useState<HookEvent[]>(() => [...(hook?.events ?? USUAL)]);
  const [looked, setLooked] = useState(false);
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), url: url.trim(), events, is_on: hook?.is_on ?? true };
      return hook ? changeHook(hook.id, body) : addHook(body);
    },
    onSuccess: async (made) => {
      onMade(made);
      await memory.invalidateQueries({ queryKey: hookKeys.hooks });
    },
  });
  const isUrl = /^https?:\/\/\S+$/.test(url.trim());
  const isReady = name.trim() !== '' && isUrl && events.length > 0;
  return (
    <Window
      title={t(hook ? 'hooks.editTitle' : 'hooks.addTitle')}
      size="lg"
      onClose={onClose}
      closeOnClickOutside={false}
    >
      <form
        className={classes['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setLooked(true);
          if (isReady) save.mutate();
        }}
      >
        <TextInput
          data-autofocus
          label={t('hooks.nameLabel')}
          placeholder={t('hooks.nameSample')}
          maxLength={80}
          value={name}
          error={looked && !name.trim() ? t('hooks.nameNeeded') : null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('hooks.urlLabel')}
          description={t('hooks.urlText')}
          placeholder="https://crm.example.com/vochi"
          inputMode="url"
          maxLength={500}
          value={url}
          error={
            looked && !isUrl
              ? t('hooks.refused.hook_url')
              : isAboutUrl(save.error)
                ? problem(save.error)
                : null
          }
          onChange={(event) => {
            setUrl(event.currentTarget.value);
            save.reset();
          }}
        />
        <Checkbox.Group
          label={t('hooks.eventsLabel')}
          value={events}
          onChange={(next) => setEvents(next as HookEvent[])}
          error={looked && events.length === 0 ? t('hooks.eventsNeeded') : null}
        >
          <div className={classes['kinds']}>
            {(kinds.data ?? []).map(({ kind }) => (
              <Checkbox key={kind} value={kind} label={t(`hooks.event.${keyOf(kind)}`)} />
            ))}
          </div>
        </Checkbox.Group>
        {save.isError && !isAboutUrl(save.error) && (
          <p role="alert" className={classes['bad']}>
            {problem(save.error)}
          </p>
        )}
        <div className={classes['end']}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t(hook ? 'client.save' : 'hooks.make')}
          </Button>
        </div>
      </form>
    </Window>
  );
}

/** The words' key of a kind: keys have no dots of their own. */
export function keyOf(kind: HookEvent): 'call_started' {
  return kind.replace('.', '_') as 'call_started';
}
