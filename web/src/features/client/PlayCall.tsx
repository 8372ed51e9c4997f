import { ActionIcon } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readCall } from '@/api/hub';
import { Icon } from '@/ui/Icon';

type State = 'off' | 'wait' | 'on' | 'failed';

/** Only one recording is heard at a time, whichever row it is of. */
const heard: { stop: (() => void) | null } = { stop: null };

/** Plays the recording of a call where it stands in a list. */
export function PlayCall({ call, name }: { call: number; name: string }) {
  const { t } = useTranslation();
  const [state, setState] = useState<State>('off');
  const audio = useRef<HTMLAudioElement | null>(null);
  const stop = () => {
    audio.current?.pause();
    audio.current = null;
    setState('off');
  };
  useEffect(
    () => () => {
      audio.current?.pause();
      audio.current = null;
    },
    [],
  );
  const play = async () => {
    heard.stop?.();
    heard.stop = stop;
    setState('wait');
    try {
      const url = (await readCall(call)).recordings.find((one) => one.url)?.url;
      if (!url) throw new Error('no recording');
      const sound = new Audio(url);
      audio.current = sound;
      sound.onended = stop;
      sound.onerror = () => setState('failed');
      await sound.play();
      setState('on');
    } catch {
      setState('failed');
    }
  };
  const label = `${t(state === 'on' ? 'player.pause' : 'player.play')}: ${name}`;
  return (
    <ActionIcon
      variant={state === 'on' ? 'filled' : 'subtle'}
      color={state === 'failed' ? 'red' : 'teal'}
      size={32}
      radius={16}
      aria-label={label}
      aria-pressed={state === 'on'}
      title={state === 'failed' ? t('player.failed') : label}
      loading={state === 'wait'}
      onClick={() => (state === 'on' ? stop() : void play())}
    >
      <Icon name={state === 'on' ? 'pause' : 'play'} size={14} />
    </ActionIcon>
  );
}
