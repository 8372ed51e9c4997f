import { ActionIcon } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/ui/Icon';

/** Plays a sound as callers hear it, and stops it. */
export function PlayButton({ sha256, name }: { sha256: string; name: string }) {
  const { t } = useTranslation();
  const [state, setState] = useState<'quiet' | 'playing' | 'failed'>('quiet');
  const sound = useRef<HTMLAudioElement | null>(null);
  useEffect(() => () => sound.current?.pause(), []);
  const press = () => {
    if (state === 'playing') {
      sound.current?.pause();
      setState('quiet');
      return;
    }
    const audio = new Audio(`/api/v1/prompts/${sha256}`);
    sound.current = audio;
    audio.onended = () => setState('quiet');
    audio.onerror = () => setState('failed');
    setState('playing');
    audio.play().catch(() => setState('failed'));
  };
  const words = { quiet: 'hear', playing: 'stop', failed: 'unheard' } as const;
  const label = t(`scheme.sound.${words[state]}`, { name });
  return (
    <ActionIcon
      variant="default"
      size={36}
      aria-label={label}
      title={label}
      data-state={state}
      onClick={press}
    >
      <Icon name={state === 'playing' ? 'pause' : 'play'} size={15} />
    </ActionIcon>
  );
}
