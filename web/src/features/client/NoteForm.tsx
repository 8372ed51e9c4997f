import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addNote, createClientCard } from '@/api/hub';
import { keys } from '@/api/queries';
import type { Client } from '@/api/types';
import { Key } from '@/ui/Key';
import { useKeys } from '@/ui/keys';
import { useProblem } from '@/ui/problem';
import classes from './Client.module.css';
import { keepDraft, readDraft } from './drafts';

/** A draft begun while the number was nobody's goes on after the card was made. */
function takeDraft(about: string, number: string): string {
  const own = readDraft(about);
  const before = about === number ? '' : readDraft(number);
  if (own || !before) return own;
  keepDraft(number, '');
  keepDraft(about, before);
  return before;
}

type Props = { client: Client | null; number: string; isAboutCall?: boolean };

/** A note about a client; for a number that is nobody's it makes a card first. */
export function NoteForm({ client, number, isAboutCall = true }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const field = useRef<HTMLTextAreaElement>(null);
  const about = client ? String(client.id) : number;
  const [text, setText] = useState(() => takeDraft(about, number));
  useKeys({ KeyN: () => field.current?.focus() });
  const type = (next: string) => {
    setText(next);
    keepDraft(about, next);
  };
  const save = useMutation({
    mutationFn: async (words: string) => {
      const card = client ?? (await createClientCard({ phones: [number] }));
      await addNote(card.id, words);
      return card;
    },
    onSuccess: (card) => {
      type('');
      void memory.invalidateQueries({ queryKey: keys.history(card.id) });
      void memory.invalidateQueries({ queryKey: keys.client(card.id) });
      void memory.invalidateQueries({ queryKey: ['client-by-number'] });
    },
  });
  const send = () => {
    const words = text.trim();
    if (words && !save.isPending) save.mutate(words);
  };
  return (
    <form
      className={classes['note']}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Textarea
        ref={field}
        aria-label={t('note.label')}
        placeholder={t(isAboutCall ? 'note.placeholder' : 'note.about')}
        variant="filled"
        autosize
        minRows={1}
        maxRows={8}
        maxLength={5000}
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            send();
          }
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        error={save.isError ? problem(save.error) : null}
        rightSection={text ? null : <Key>n</Key>}
      />
      {text.trim() && (
        <div className={classes['noteEnd']}>
          <small className="v-mute">{t('note.keys')}</small>
          <Button type="submit" size="xs" loading={save.isPending}>
            {t('note.save')}
          </Button>
        </div>
      )}
    </form>
  );
}
