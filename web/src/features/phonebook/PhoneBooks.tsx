import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Copied } from '@/features/gateways/Copied';
import { useMinute } from '@/ui/clock';
import { Failure } from '@/ui/Failure';
import { useMoments } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';
import classes from './PhoneBooks.module.css';
import { addBook, type Book, type BookLinks, booksQuery, dropBook, revealBook } from './queries';

const MAKERS = [
  ['yealink', 'Yealink'],
  ['grandstream', 'Grandstream'],
  ['gigaset', 'Gigaset'],
] as const;

/** Names on the screens of desk phones (P27): what to type into each, and how to take it back. */
export function PhoneBooks() {
  const { t } = useTranslation();
  const books = useQuery(booksQuery);
  const [fresh, setFresh] = useState<{ id: number; links: BookLinks } | null>(null);
  return (
    <section className={`v-card ${classes['card']}`} aria-label={t('phonebook.title')}>
      <h2>{t('phonebook.title')}</h2>
      <p className="v-mute">{t('phonebook.why')}</p>
      {books.isError && !books.data && (
        <Failure error={books.error} retry={() => void books.refetch()} />
      )}
      {books.data?.length === 0 && (
        <p>
          <b>{t('phonebook.empty')}.</b> {t('phonebook.emptyText')}
        </p>
      )}
      {books.data && books.data.length > 0 && (
        <ul className={classes['books']}>
          {books.data.map((book) => (
            <Row
              key={book.id}
              book={book}
              begun={fresh?.id === book.id ? fresh.links : undefined}
            />
          ))}
        </ul>
      )}
      {books.data && <NewBook onMade={(id, links) => setFresh({ id, links })} />}
    </section>
  );
}

function Row({ book, begun }: { book: Book; begun: BookLinks | undefined }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const moments = useMoments();
  const minute = useMinute();
  const [shown, setShown] = useState<BookLinks | null>(begun ?? null);
  const [isAsked, setAsked] = useState(false);
  const reveal = useMutation({ mutationFn: () => revealBook(book.id), onSuccess: setShown });
  const drop = useMutation({
    mutationFn: () => dropBook(book.id),
    onSuccess: () => memory.invalidateQueries({ queryKey: booksQuery.queryKey }),
  });
  const about = [
    t(book.with_clients ? 'phonebook.clients' : 'phonebook.people'),
    ...(book.anywhere ? [t('phonebook.outside')] : []),
    book.used_at
      ? t('phonebook.used', { when: moments.dayTime(book.used_at, minute) })
      : t('phonebook.unused'),
  ];
  return (
    <li>
      <div className={classes['row']}>
        <span>
          <b>{book.name}</b>
          <small>{about.join(' · ')}</small>
        </span>
        <Button
          variant="default"
          size="xs"
          loading={reveal.isPending}
          aria-expanded={shown !== null}
          onClick={() => (shown ? setShown(null) : reveal.mutate())}
        >
          {t(shown ? 'phonebook.hide' : 'phonebook.show')}
        </Button>
        <Button variant="subtle" color="red" size="xs" onClick={() => setAsked(true)}>
          {t('phonebook.revoke')}
        </Button>
      </div>
      {reveal.isError && <p role="alert">{problem(reveal.error)}</p>}
      {shown && <Links links={shown} />}
      {isAsked && (
        <Window onClose={() => setAsked(false)} title={t('phonebook.revoke')}>
          <p>{t('phonebook.sure', { name: book.name })}</p>
          {drop.isError && <p role="alert">{problem(drop.error)}</p>}
          <div className={classes['acts']}>
            <Button variant="default" onClick={() => setAsked(false)}>
              {t('action.cancel')}
            </Button>
            <Button color="red" loading={drop.isPending} onClick={() => drop.mutate()}>
              {t('phonebook.revoke')}
            </Button>
          </div>
        </Window>
      )}
    </li>
  );
}

function Links({ links }: { links: BookLinks }) {
  const { t } = useTranslation();
  return (
    <div className={classes['links']}>
      <dl>
        {MAKERS.map(([maker, name]) => (
          <div key={maker}>
            <dt>{name}</dt>
            <dd>
              <Copied
                label={name}
                value={
                  maker === 'grandstream' ? links[maker].replace(/^https?:\/\//, '') : links[maker]
                }
              />
              <p>{t(`phonebook.${maker}`)}</p>
            </dd>
          </div>
        ))}
      </dl>
      <p className="v-mute">{t('phonebook.limits')}</p>
      <p className="v-mute">{t('phonebook.secret')}</p>
    </div>
  );
}

function NewBook({ onMade }: { onMade(id: number, links: BookLinks): void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const [name, setName] = useState('');
  const [withClients, setWithClients] = useState(true);
  const [anywhere, setAnywhere] = useState(false);
  const add = useMutation({
    mutationFn: () => addBook({ name: name.trim(), with_clients: withClients, anywhere }),
    onSuccess: async (made) => {
      onMade(made.book.id, made.links);
      setName('');
      await memory.invalidateQueries({ queryKey: booksQuery.queryKey });
    },
  });
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) add.mutate();
      }}
    >
      <TextInput
        label={t('phonebook.name')}
        placeholder={t('phonebook.nameHint')}
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={add.isError ? problem(add.error) : null}
      />
      <Checkbox
        label={t('phonebook.withClients')}
        checked={withClients}
        onChange={(event) => setWithClients(event.currentTarget.checked)}
      />
      <Checkbox
        label={t('phonebook.anywhere')}
        description={t('phonebook.anywhereWhy')}
        checked={anywhere}
        onChange={(event) => setAnywhere(event.currentTarget.checked)}
      />
      <Button type="submit" disabled={!name.trim()} loading={add.isPending}>
        {t('phonebook.add')}
      </Button>
    </form>
  );
}
