import { ActionIcon, Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addFile, type CardFile, cardKeys, dropFile, filesQuery } from '@/api/cards';
import { keys } from '@/api/queries';
import { useMinute } from '@/ui/clock';
import { Failure } from '@/ui/Failure';
import { harmless } from '@/ui/harmless';
import { Icon } from '@/ui/Icon';
import { useMoments } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import classes from './Card.module.css';
import { sizeWords } from './size';

/** Files of a card: dropped or chosen, opened as downloads, pictures looked at. */
export function Files({ client }: { client: number }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const field = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const query = useQuery(filesQuery(client));
  const spoil = () => {
    void memory.invalidateQueries({ queryKey: cardKeys.files(client) });
    void memory.invalidateQueries({ queryKey: keys.client(client), exact: true });
  };
  const add = useMutation({
    mutationFn: async (files: File[]) => {
      for (const file of files) await addFile(client, file);
    },
    onSettled: spoil,
  });
  return (
    <section
      className={`v-card ${classes['files']}`}
      aria-labelledby="files-title"
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        add.mutate([...event.dataTransfer.files]);
      }}
    >
      <div className="v-head">
        <h2 id="files-title">{t('card.files')}</h2>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<Icon name="plus" size={14} />}
          loading={add.isPending}
          onClick={() => field.current?.click()}
        >
          {t('card.addFile')}
        </Button>
        <input
          ref={field}
          type="file"
          multiple
          hidden
          aria-label={t('card.addFile')}
          onChange={(event) => {
            const files = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = '';
            if (files.length > 0) add.mutate(files);
          }}
        />
      </div>
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data?.length === 0 && <p className={classes['empty']}>{t('card.noFiles')}</p>}
      <ul className={classes['fileList']}>
        {query.data?.map((file) => (
          <FileRow key={file.id} file={file} client={client} onGone={spoil} />
        ))}
      </ul>
      {add.isError && (
        <p role="alert" className={classes['failed']}>
          {problem(add.error)}
        </p>
      )}
    </section>
  );
}

type RowProps = { file: CardFile; client: number; onGone(): void };

function FileRow({ file, client, onGone }: RowProps) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const drop = useMutation({ mutationFn: () => dropFile(client, file.id), onSuccess: onGone });
  const name = harmless(file.name);
  return (
    <li>
      <a
        href={file.inline ? `${file.url}?inline=true` : file.url}
        {...(file.inline ? { target: '_blank', rel: 'noreferrer' } : { download: '' })}
      >
        <b>{name}</b>
        <small>
          {sizeWords(file.bytes, t)} · {moments.day(file.at, minute)} · {file.author}
        </small>
      </a>
      {file.mine && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          loading={drop.isPending}
          aria-label={t('card.dropFile', { name })}
          onClick={() => window.confirm(t('card.dropFileSure', { name })) && drop.mutate()}
        >
          <Icon name="close" size={15} />
        </ActionIcon>
      )}
    </li>
  );
}
