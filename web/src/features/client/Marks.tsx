import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isStatus } from '@/api/error';
import { addLabel, changeClient, readClient } from '@/api/hub';
import { keys, labelsQuery } from '@/api/queries';
import type { Client, ClientPatch, Label } from '@/api/types';
import { usePeople } from '@/app/context';
import { Icon } from '@/ui/Icon';
import { useMoments } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import { useLabelName } from './Chips';
import classes from './Marks.module.css';

const NONE: Label[] = [];

/** Whose client it is, his lists and tags: each choice is kept at once and told to the exchange. */
export function Marks({ client }: { client: Client }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const problem = useProblem();
  const moments = useMoments();
  const people = usePeople();
  const name = useLabelName();
  const labels = useQuery(labelsQuery).data ?? NONE;
  const change = useMutation({
    mutationFn: async (patch: (now: Client) => Omit<ClientPatch, 'version'>) => {
      try {
        return await changeClient(client.id, { version: client.version, ...patch(client) });
      } catch (error) {
        if (!isStatus(error, 409)) throw error;
        // A choice of one thing is not spoiled by what somebody wrote elsewhere on the card.
        const now = await readClient(client.id);
        return await changeClient(client.id, { version: now.version, ...patch(now) });
      }
    },
    onSuccess: (saved) => {
      memory.setQueryData(keys.client(saved.id), saved);
      void memory.invalidateQueries({ queryKey: keys.clients });
      void memory.invalidateQueries({ queryKey: keys.calls });
    },
  });
  const lists = labels.filter((label) => label.kind === 'list');
  const tags = labels.filter((label) => label.kind === 'tag');
  const listsOf = (now: Client) => now.lists.map((one) => one.list);
  const toggled = (all: string[], slug: string) =>
    all.includes(slug) ? all.filter((one) => one !== slug) : [...all, slug];

  return (
    <section className="v-card" aria-labelledby="marks-title">
      <div className="v-head">
        <h2 id="marks-title">{t('marks.title')}</h2>
      </div>
      <div className={classes['body']}>
        <label className={classes['field']}>
          <span>{t('marks.responsible')}</span>
          <select
            value={client.responsible?.person ?? ''}
            onChange={(event) => {
              const responsible = event.currentTarget.value;
              change.mutate(() => ({ responsible }));
            }}
          >
            <option value="">{t('marks.nobody')}</option>
            {people.map((one) => (
              <option key={one.person} value={one.person}>
                {one.name} {one.extension}
              </option>
            ))}
          </select>
        </label>
        <fieldset>
          <legend>{t('marks.lists')}</legend>
          <div className={classes['choice']}>
            {lists.map((label) => {
              const on = client.lists.find((one) => one.list === label.slug);
              return (
                <button
                  key={label.slug}
                  type="button"
                  aria-pressed={on !== undefined}
                  data-list={label.slug}
                  onClick={() =>
                    change.mutate((now) => ({ lists: toggled(listsOf(now), label.slug) }))
                  }
                >
                  {name('list', label.slug)}
                  {on?.until && (
                    <small> {t('marks.until', { when: moments.full(on.until) })}</small>
                  )}
                </button>
              );
            })}
            <NewLabel
              kind="list"
              onMade={(slug) => change.mutate((now) => ({ lists: [...listsOf(now), slug] }))}
            />
          </div>
        </fieldset>
        <fieldset>
          <legend>{t('marks.tags')}</legend>
          <div className={classes['choice']}>
            {tags.map((label) => (
              <button
                key={label.slug}
                type="button"
                aria-pressed={client.tags.includes(label.slug)}
                onClick={() =>
                  change.mutate((now) => ({ tags: toggled([...now.tags], label.slug) }))
                }
              >
                {name('tag', label.slug)}
              </button>
            ))}
            <NewLabel
              kind="tag"
              onMade={(slug) => change.mutate((now) => ({ tags: [...now.tags, slug] }))}
            />
          </div>
        </fieldset>
        {change.isError && (
          <p role="alert" className={classes['failed']}>
            {problem(change.error)}
          </p>
        )}
      </div>
    </section>
  );
}

function NewLabel({ kind, onMade }: { kind: Label['kind']; onMade(slug: string): void }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const make = useMutation({
    mutationFn: () => addLabel(kind, text.trim()),
    onSuccess: (label) => {
      void memory.invalidateQueries({ queryKey: keys.labels });
      onMade(label.slug);
      setText('');
      setOpen(false);
    },
  });
  if (!isOpen) {
    return (
      <button type="button" className={classes['new']} onClick={() => setOpen(true)}>
        <Icon name="plus" size={13} /> {t(`marks.new.${kind}`)}
      </button>
    );
  }
  return (
    <form
      className={classes['make']}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) make.mutate();
      }}
    >
      <TextInput
        size="xs"
        autoFocus
        maxLength={80}
        aria-label={t(`marks.name.${kind}`)}
        placeholder={t(`marks.name.${kind}`)}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
      />
      <Button size="xs" type="submit" disabled={!text.trim()} loading={make.isPending}>
        {t('marks.add')}
      </Button>
    </form>
  );
}
