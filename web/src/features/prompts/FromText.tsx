import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Sound, type SpokenLanguage, saySound, voicesQuery } from '@/api/prompts';
import { PlayButton } from './PlayButton';
import classes from './Prompts.module.css';
import { playSound } from './playing';
import type { Source } from './SoundWindow';
import { useSaid } from './said';

const LANGUAGES: SpokenLanguage[] = ['ru', 'be', 'en'];
const LONGEST = 3000;

/** A text spoken by a machine: heard first, then taken. */
export function FromText({ replaces, onMade }: Source) {
  const { t, i18n } = useTranslation();
  const said = useSaid();
  const voices = useQuery(voicesQuery);
  const [text, setText] = useState('');
  const [language, setLanguage] = useState<SpokenLanguage>(() =>
    i18n.language === 'en' || i18n.language === 'be' ? i18n.language : 'ru',
  );
  const [heard, setHeard] = useState<{ text: string; language: string; sound: Sound } | null>(null);
  const clean = text.trim();
  const speak = useMutation({
    mutationFn: () => saySound({ text: clean, language, name: clean.slice(0, 60), replaces }),
    onSuccess: (sound) => {
      setHeard({ text: clean, language, sound });
      playSound(sound.url);
    },
  });
  const ready = heard && heard.text === clean && heard.language === language ? heard.sound : null;
  const voice = voices.data?.find((each) => each.language === language);
  return (
    <section className={classes['speak']} aria-label={t('prompts.from.text')}>
      <SegmentedControl
        aria-label={t('prompts.textLanguage')}
        value={language}
        onChange={(next) => setLanguage(next as SpokenLanguage)}
        data={LANGUAGES.map((value) => ({ value, label: t(`prompts.language.${value}`) }))}
      />
      <Textarea
        label={t('prompts.textLabel')}
        placeholder={t('prompts.textSample')}
        autosize
        minRows={4}
        maxRows={10}
        maxLength={LONGEST}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <small className="v-mute">
        {voices.data && !voice
          ? t('prompts.noVoice')
          : voice &&
            t(voice.natural ? 'prompts.voiceNatural' : 'prompts.voiceMachine', {
              voice: `${voice.program}, ${voice.name}`,
            })}
      </small>
      <div className={classes['buttons']}>
        {ready && <PlayButton url={ready.url} name={ready.prompt.name} />}
        <Button
          variant={ready ? 'default' : 'filled'}
          disabled={!clean || ready !== null}
          loading={speak.isPending}
          onClick={() => speak.mutate()}
        >
          {t('prompts.textSpeak')}
        </Button>
        {ready && <Button onClick={() => onMade(ready)}>{t('prompts.next')}</Button>}
      </div>
      {speak.isError && (
        <p role="alert" className={classes['bad']}>
          {said(speak.error)}
        </p>
      )}
    </section>
  );
}
