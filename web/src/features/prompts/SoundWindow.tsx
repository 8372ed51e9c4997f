import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sound } from '@/api/prompts';
import { Window } from '@/ui/Window';
import { Editor } from './Editor';
import { FromFile } from './FromFile';
import { FromMic } from './FromMic';
import { FromPhone } from './FromPhone';
import { FromText } from './FromText';
import classes from './Prompts.module.css';
import type { Making } from './PromptsPage';
import { stopSound } from './playing';

const WAYS = ['file', 'mic', 'phone', 'text'] as const;
type Way = (typeof WAYS)[number];

export type Source = {
  /** The id that the sound shall have; null: one of its own. */
  replaces: string | null;
  onMade(sound: Sound): void;
};

type Props = { making: Making; target: number; onClose(): void };

/** From nothing to a sound of the office: where it comes from, then how it shall be. */
export function SoundWindow({ making, target, onClose }: Props) {
  const { t } = useTranslation();
  const [way, setWay] = useState<Way>('file');
  const [sound, setSound] = useState<Sound | null>(making.begin);
  const replaces = making.replaces?.prompt.id ?? null;
  const title = making.begin
    ? t('prompts.cutTitle', { name: making.begin.prompt.name })
    : making.replaces
      ? t('prompts.replaceTitle', { name: making.replaces.prompt.name })
      : t('prompts.addTitle');
  const source: Source = {
    replaces,
    onMade: (made) => {
      stopSound();
      setSound(made);
    },
  };
  return (
    <Window title={title} size="lg" onClose={onClose} closeOnClickOutside={false}>
      {sound === null ? (
        <div className={classes['form']}>
          <SegmentedControl
            fullWidth
            className={classes['ways'] ?? ''}
            aria-label={t('prompts.way')}
            value={way}
            onChange={(next) => setWay(next as Way)}
            data={WAYS.map((value) => ({ value, label: t(`prompts.from.${value}`) }))}
          />
          {way === 'file' && <FromFile {...source} />}
          {way === 'mic' && <FromMic {...source} />}
          {way === 'phone' && <FromPhone {...source} />}
          {way === 'text' && <FromText {...source} />}
        </div>
      ) : (
        <Editor
          key={sound.prompt.sha256}
          sound={sound}
          making={making}
          target={target}
          onClose={onClose}
          {...(making.begin === null ? { onBack: () => setSound(null) } : {})}
        />
      )}
    </Window>
  );
}
