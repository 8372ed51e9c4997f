import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/ui/Icon';
import { usePlaying } from './playing';

type Props = { url: string; name: string; size?: number };

/** Plays a sound, or stops it. */
export function PlayButton({ url, name, size = 36 }: Props) {
  const { t } = useTranslation();
  const playing = usePlaying();
  const isOn = playing.url === url;
  const failed = playing.failed === url;
  return (
    <ActionIcon
      size={size}
      radius={size / 2}
      variant={isOn ? 'filled' : 'light'}
      color={failed ? 'red' : 'teal'}
      aria-label={t(isOn ? 'prompts.stop' : 'prompts.play', { name })}
      aria-pressed={isOn}
      title={failed ? t('player.failed') : undefined}
      onClick={() => playing.toggle(url)}
    >
      <Icon name={isOn ? 'pause' : 'play'} size={Math.round(size * 0.44)} />
    </ActionIcon>
  );
}
