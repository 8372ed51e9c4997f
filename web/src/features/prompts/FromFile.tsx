import { Button, FileButton, Progress } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LARGEST, uploadSound } from '@/api/prompts';
import { Icon } from '@/ui/Icon';
import classes from './Prompts.module.css';
import type { Source } from './SoundWindow';
import { useSaid } from './said';

/** A file of any format: chosen, or dropped here. */
export function FromFile({ replaces, onMade }: Source) {
  const { t } = useTranslation();
  const said = useSaid();
  const [over, setOver] = useState(false);
  const [part, setPart] = useState(0);
  const [tooBig, setTooBig] = useState<number | null>(null);
  const upload = useMutation({
    mutationFn: (file: File) =>
      uploadSound({ file, name: nameOf(file.name), origin: 'file', replaces }, setPart),
    onSuccess: onMade,
  });
  const take = (file: File | null | undefined) => {
    if (!file || upload.isPending) return;
    setPart(0);
    upload.reset();
    setTooBig(file.size > LARGEST ? file.size : null);
    if (file.size <= LARGEST) upload.mutate(file);
  };
  return (
    <section
      className={classes['drop']}
      data-over={over}
      aria-label={t('prompts.dropHere')}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files[0]);
      }}
    >
      {upload.isPending ? (
        <div className={classes['loading']} role="status">
          <p>{t(part < 1 ? 'prompts.uploading' : 'prompts.converting')}</p>
          <Progress value={part * 100} animated={part >= 1} aria-label={t('prompts.uploading')} />
        </div>
      ) : (
        <>
          <Icon name="tape" size={28} />
          <p>{t('prompts.dropHere')}</p>
          <FileButton onChange={take} accept="audio/*,video/mp4,video/webm,.amr,.gsm,.opus">
            {(props) => <Button {...props}>{t('prompts.choose')}</Button>}
          </FileButton>
          <small className="v-mute">{t('prompts.formats')}</small>
        </>
      )}
      {tooBig !== null && (
        <p role="alert" className={classes['bad']}>
          {t('prompts.tooBig', { size: Math.ceil(tooBig / 1_000_000), most: LARGEST / 1_000_000 })}
        </p>
      )}
      {upload.isError && (
        <p role="alert" className={classes['bad']}>
          {said(upload.error)}
        </p>
      )}
    </section>
  );
}

/** What people called the file, without its ending. */
export function nameOf(file: string): string {
  const bare = file.replace(/\.[^.]{1,5}$/, '').trim();
  return (bare || file).slice(0, 80);
}
