import { ActionIcon, Button, Menu, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cardKeys, changeNote, dropNote } from '@/api/cards';
import { keys } from '@/api/queries';
import type { Note } from '@/api/types';
import { useMe } from '@/app/context';
import { useMinute } from '@/ui/clock';
import { harmless } from '@/ui/harmless';
import { Icon } from '@/ui/Icon';
import { useMoments } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import classes from './Card.module.css';

type Props = { client: number; note: Note; isPinned?: boolean };

/** A note on the card: pinned by anybody, mended and taken away by whoever wrote it. */
export function NoteRow({ client, note, isPinned }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const problem = useProblem();
  const moments = useMoments();
  const minute = useMinute();
  const memory = useQueryClient();
  const [text, setText] = useState<string | null>(null);
  const spoil = () => {
    void memory.invalidateQueries({ queryKey: keys.history(client) });
    void memory.invalidateQueries({ queryKey: cardKeys.pinned(client) });
    void memory.invalidateQueries({ queryKey: keys.client(client), exact: true });
  };
  const change = useMutation({
    mutationFn: (body: { text?: string; pinned?: boolean }) => changeNote(client, note.id, body),
    onSuccess: () => {
      setText(null);
      spoil();
    },
  });
  const drop = useMutation({ mutationFn: () => dropNote(client, note.id), onSuccess: spoil });
  const mine = note.account === me.id;
  return (
    <div className={classes['note']} data-pinned={note.pinned}>
      <span className={classes['noteWhen']} title={moments.full(note.at)}>
        {isPinned ? moments.day(note.at, minute) : moments.time(note.at)}
      </span>
      <span className={classes['noteIcon']}>
        <Icon name={note.pinned ? 'star' : 'note'} size={15} />
        <span className="v-hidden">{t(note.pinned ? 'card.pinned' : 'history.note')}</span>
      </span>
      {text === null ? (
        <p>
          {harmless(note.text)}{' '}
          <small>
            {note.author}
            {note.changed_at && ` · ${t('card.mended')}`}
          </small>
        </p>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim()) change.mutate({ text: text.trim() });
          }}
        >
          <Textarea
            autosize
            autoFocus
            maxRows={10}
            maxLength={5000}
            aria-label={t('note.label')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && setText(null)}
          />
          <div className={classes['noteEnd']}>
            <Button size="xs" variant="default" onClick={() => setText(null)}>
              {t('action.cancel')}
            </Button>
            <Button size="xs" type="submit" loading={change.isPending}>
              {t('note.save')}
            </Button>
          </div>
        </form>
      )}
      <Menu width={210} radius={12} withinPortal position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={32} aria-label={t('card.noteActs')}>
            <Icon name="more" size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => change.mutate({ pinned: !note.pinned })}>
            {t(note.pinned ? 'card.unpin' : 'card.pin')}
          </Menu.Item>
          {mine && <Menu.Item onClick={() => setText(note.text)}>{t('action.edit')}</Menu.Item>}
          {mine && (
            <Menu.Item
              color="red"
              onClick={() => window.confirm(t('card.dropNoteSure')) && drop.mutate()}
            >
              {t('card.dropNote')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {(change.isError || drop.isError) && (
        <p role="alert" className={classes['failed']}>
          {problem(change.error ?? drop.error)}
        </p>
      )}
    </div>
  );
}
