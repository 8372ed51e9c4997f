import { Button } from '@mantine/core';
import '@mantine/core/styles/Combobox.css';
import '@mantine/core/styles/NumberInput.css';
import '@mantine/core/styles/Pill.css';
import '@mantine/core/styles/PillsInput.css';
import '@mantine/core/styles/Progress.css';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { musicQuery, type Sound, soundsQuery } from '@/api/prompts';
import { useMe } from '@/app/context';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { sees } from '@/features/cabinet/places';
import { Panel } from '@/features/gsm/Panel';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { MusicPanel } from './MusicPanel';
import { Phrases } from './Phrases';
import classes from './Prompts.module.css';
import { useSilenceAfter } from './playing';
import { SoundRow, SpareRow } from './SoundRow';
import { SoundWindow } from './SoundWindow';
import { listed } from './sounds';

/** What is in the window: a new sound, another sound under a name, or a sound being cut. */
export type Making = { replaces: Sound | null; begin: Sound | null };

/** Everything that callers hear: sounds of the office, music on hold, phrases of the product. */
export function PromptsPage() {
  const { t } = useTranslation();
  const { role } = useMe();
  const may = sees(role, 'administrator');
  const sounds = useQuery({ ...soundsQuery, enabled: may });
  const music = useQuery({ ...musicQuery, enabled: may });
  const [making, setMaking] = useState<Making | null>(null);
  useSilenceAfter();
  const { mine, spare } = listed(sounds.data ?? []);
  const target = music.data?.target ?? -21;
  return (
    <Cabinet
      title={t('prompts.title')}
      acts={
        <Button
          leftSection={<Icon name="plus" size={15} />}
          onClick={() => setMaking({ replaces: null, begin: null })}
        >
          {t('prompts.add')}
        </Button>
      }
    >
      <div className={classes['page']}>
        <Panel title={t('prompts.mine')} note={mine.length > 0 ? mine.length : undefined}>
          {sounds.isError && !sounds.data && (
            <Failure error={sounds.error} retry={() => void sounds.refetch()} />
          )}
          {sounds.isPending && may && <Waiting />}
          {sounds.data && mine.length === 0 && (
            <Empty title={t('prompts.none')}>
              <p>{t('prompts.noneText')}</p>
              <Button onClick={() => setMaking({ replaces: null, begin: null })}>
                {t('prompts.add')}
              </Button>
            </Empty>
          )}
          {mine.length > 0 && (
            <ul className={classes['list']}>
              {mine.map(({ sound, versions }) => (
                <SoundRow
                  key={sound.prompt.id}
                  sound={sound}
                  versions={versions}
                  target={target}
                  onMake={setMaking}
                />
              ))}
            </ul>
          )}
        </Panel>
        {spare.length > 0 && (
          <Panel title={t('prompts.spare')} note={t('prompts.spareNote')}>
            <ul className={classes['list']}>
              {spare.map((sound) => (
                <SpareRow key={sound.prompt.sha256} sound={sound} />
              ))}
            </ul>
          </Panel>
        )}
        {music.data && sounds.data && <MusicPanel music={music.data} sounds={mine} />}
        {may && <Phrases />}
      </div>
      {making && <SoundWindow making={making} target={target} onClose={() => setMaking(null)} />}
    </Cabinet>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <div className={classes['waiting']} role="status">
      <span className="v-hidden">{t('prompts.waiting')}</span>
      <i />
      <i />
      <i />
    </div>
  );
}
