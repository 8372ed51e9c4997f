import { Button, Checkbox, NumberInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Edit, editSound, type Sound } from '@/api/prompts';
import { PlayButton } from './PlayButton';
import classes from './Prompts.module.css';
import type { Making } from './PromptsPage';
import { playSound, stopSound } from './playing';
import { usePromptChange } from './publish';
import { useSaid } from './said';
import { figure } from './sounds';
import { TrimWave } from './TrimWave';

type Props = {
  sound: Sound;
  making: Making;
  target: number;
  onClose(): void;
  onBack?(): void;
};

/** A sound before it is the office's: what of it stays, how loud it is, how it is called. */
export function Editor({ sound, making, target, onClose, onBack }: Props) {
  const { t, i18n } = useTranslation();
  const comma = i18n.language === 'en' ? '.' : ',';
  const said = useSaid();
  const whole = sound.prompt.seconds;
  const [name, setName] = useState(making.replaces?.prompt.name ?? sound.prompt.name);
  const [start, setStart] = useState(0);
  const [end, setEnd] = useState(whole);
  const [fadeIn, setFadeIn] = useState(0);
  const [fadeOut, setFadeOut] = useState(0);
  const [normalise, setNormalise] = useState(true);
  const [silence, setSilence] = useState(sound.origin === 'mic');
  const [made, setMade] = useState<{ as: string; sound: Sound } | null>(null);
  const change = usePromptChange();
  const edit: Edit = {
    start,
    end: end >= whole - 0.01 ? null : end,
    fade_in: fadeIn,
    fade_out: fadeOut,
    normalise,
    cut_silence: silence,
    name: name.trim() || null,
    replaces: making.replaces?.prompt.id ?? sound.prompt.id,
    draft: true,
  };
  const as = JSON.stringify({ ...edit, name: null });
  const isAsItWas =
    start === 0 && edit.end === null && !fadeIn && !fadeOut && !normalise && !silence;
  const ready = isAsItWas ? sound : made?.as === as ? made.sound : null;
  const build = async () => {
    if (ready) return ready;
    const result = await editSound(sound.prompt.sha256, edit);
    setMade({ as, sound: result });
    return result;
  };
  const listen = useMutation({
    mutationFn: build,
    onSuccess: (result) => playSound(result.url),
  });
  const save = useMutation({
    mutationFn: async () => {
      const result = await build();
      stopSound();
      const id = making.replaces?.prompt.id ?? sound.prompt.id;
      return change.mutateAsync({ kind: 'put', sound: result, id, name: name.trim() });
    },
    onSuccess: onClose,
  });
  const isBad = !(start < end) || !name.trim();
  const failed = save.error ?? listen.error;
  const seconds = (value: number | string) => (typeof value === 'number' ? value : 0);
  return (
    <form
      className={classes['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBad) save.mutate();
      }}
    >
      {sound.used && making.replaces?.prompt.id !== sound.prompt.id && (
        <p className={classes['note']}>{t('prompts.known', { name: sound.prompt.name })}</p>
      )}
      <TextInput
        label={t('prompts.nameLabel')}
        maxLength={80}
        value={name}
        error={name.trim() ? null : t('prompts.nameNeeded')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TrimWave
        url={sound.url}
        seconds={whole}
        start={start}
        end={end}
        fadeIn={fadeIn}
        fadeOut={fadeOut}
        onChange={(from, to) => {
          setStart(from);
          setEnd(to);
        }}
      />
      <div className={classes['figures']}>
        <NumberInput
          label={t('prompts.start')}
          suffix={t('prompts.secondsSuffix')}
          min={0}
          max={whole}
          step={0.1}
          decimalScale={2}
          decimalSeparator={comma}
          value={round(start)}
          error={start < end ? null : t('prompts.startAfterEnd')}
          onChange={(value) => setStart(Math.min(seconds(value), whole))}
        />
        <NumberInput
          label={t('prompts.end')}
          suffix={t('prompts.secondsSuffix')}
          min={0}
          max={whole}
          step={0.1}
          decimalScale={2}
          decimalSeparator={comma}
          value={round(end)}
          onChange={(value) => setEnd(Math.min(seconds(value), whole))}
        />
        <NumberInput
          label={t('prompts.fadeIn')}
          suffix={t('prompts.secondsSuffix')}
          min={0}
          max={10}
          step={0.5}
          decimalScale={1}
          decimalSeparator={comma}
          value={fadeIn}
          onChange={(value) => setFadeIn(Math.min(10, seconds(value)))}
        />
        <NumberInput
          label={t('prompts.fadeOut')}
          suffix={t('prompts.secondsSuffix')}
          min={0}
          max={10}
          step={0.5}
          decimalScale={1}
          decimalSeparator={comma}
          value={fadeOut}
          onChange={(value) => setFadeOut(Math.min(10, seconds(value)))}
        />
      </div>
      <Checkbox
        label={t('prompts.normalise')}
        description={t('prompts.normaliseText', { target: figure(target, i18n.language) })}
        checked={normalise}
        onChange={(event) => setNormalise(event.currentTarget.checked)}
      />
      <Checkbox
        label={t('prompts.silence')}
        checked={silence}
        onChange={(event) => setSilence(event.currentTarget.checked)}
      />
      <dl className={classes['levels']}>
        <div>
          <dt>{t('prompts.before')}</dt>
          <dd>
            <PlayButton url={sound.url} name={t('prompts.before')} size={30} />
            <Level sound={sound} />
          </dd>
        </div>
        <div>
          <dt>{t('prompts.after')}</dt>
          <dd>
            {ready ? (
              <>
                <PlayButton url={ready.url} name={t('prompts.after')} size={30} />
                <Level sound={ready} />
              </>
            ) : (
              <Button
                size="xs"
                variant="default"
                disabled={!(start < end)}
                loading={listen.isPending}
                onClick={() => listen.mutate()}
              >
                {t('prompts.tryIt')}
              </Button>
            )}
          </dd>
        </div>
      </dl>
      {failed && (
        <p role="alert" className={classes['bad']}>
          {said(failed)}
        </p>
      )}
      <div className={classes['end']}>
        <Button variant="default" onClick={onBack ?? onClose}>
          {t(onBack ? 'prompts.back' : 'action.cancel')}
        </Button>
        <Button type="submit" loading={save.isPending} disabled={isBad}>
          {t('prompts.save')}
        </Button>
      </div>
    </form>
  );
}

function Level({ sound }: { sound: Sound }) {
  const { t, i18n } = useTranslation();
  return (
    <span className="v-num">
      {t('prompts.measured', {
        seconds: figure(sound.prompt.seconds, i18n.language),
        loudness: figure(sound.loudness, i18n.language),
        peak: figure(sound.peak, i18n.language),
      })}
    </span>
  );
}

const round = (value: number) => Math.round(value * 100) / 100;
