import { Button, Progress } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { uploadSound } from '@/api/prompts';
import { duration } from '@/ui/time';
import { useMicrophone } from './microphone';
import classes from './Prompts.module.css';
import type { Source } from './SoundWindow';
import { useSaid } from './said';

/** Recorded here, listened to, and only then taken. */
export function FromMic({ replaces, onMade }: Source) {
  const { t } = useTranslation();
  const said = useSaid();
  const mic = useMicrophone();
  const [part, setPart] = useState(0);
  const upload = useMutation({
    mutationFn: (file: Blob) =>
      uploadSound({ file, name: t('prompts.micName'), origin: 'mic', replaces }, setPart),
    onSuccess: onMade,
  });
  const isRecording = mic.state === 'recording';
  return (
    <section className={classes['drop']} aria-label={t('prompts.from.mic')}>
      {mic.state === 'idle' && <p>{t('prompts.micLead')}</p>}
      {mic.state === 'asking' && <p role="status">{t('prompts.micAsking')}</p>}
      {isRecording && (
        <div className={classes['loading']}>
          <p role="status">
            <i className={classes['red']} aria-hidden="true" /> {t('prompts.micOn')}
          </p>
          <p className={classes['clock']}>{duration(mic.seconds)}</p>
          <Progress
            className={classes['meter'] ?? ''}
            size="lg"
            value={mic.level * 100}
            color={mic.level > 0.97 ? 'red' : mic.level < 0.3 ? 'yellow' : 'teal'}
            transitionDuration={60}
            aria-label={t('prompts.micLevel')}
          />
          <small className="v-mute">
            {t(
              mic.level > 0.97
                ? 'prompts.micLoud'
                : mic.level < 0.3
                  ? 'prompts.micQuiet'
                  : 'prompts.micGood',
            )}
          </small>
        </div>
      )}
      {mic.take && !upload.isPending && (
        // biome-ignore lint/a11y/useMediaCaption: his own words, said a moment ago
        <audio controls src={mic.take.url} className={classes['audio']} data-testid="take" />
      )}
      {upload.isPending && (
        <div className={classes['loading']} role="status">
          <p>{t(part < 1 ? 'prompts.uploading' : 'prompts.converting')}</p>
          <Progress value={part * 100} aria-label={t('prompts.uploading')} />
        </div>
      )}
      <div className={classes['buttons']}>
        {isRecording ? (
          <Button color="red" onClick={mic.stop}>
            {t('prompts.micStop')}
          </Button>
        ) : (
          <Button
            variant={mic.take ? 'default' : 'filled'}
            loading={mic.state === 'asking'}
            disabled={upload.isPending}
            onClick={() => void mic.start()}
          >
            {t(mic.take ? 'prompts.micAgain' : 'prompts.micStart')}
          </Button>
        )}
        {mic.take && (
          <Button
            loading={upload.isPending}
            onClick={() => mic.take && upload.mutate(mic.take.blob)}
          >
            {t('prompts.micTake')}
          </Button>
        )}
      </div>
      {mic.fault && (
        <p role="alert" className={classes['bad']}>
          {t(`prompts.micFault.${mic.fault}`)}
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
