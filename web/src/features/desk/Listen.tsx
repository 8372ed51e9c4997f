import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/context';
import { useCommand } from '@/features/command/run';

const MODES = ['listen', 'whisper', 'barge'] as const;

/** Ways to join a talk of others, for who may; each is written down. */
export function ListenItems({ linkedId, who }: { linkedId: string; who: string }) {
  const { t } = useTranslation();
  const { extension } = useMe();
  const run = useCommand();
  if (!extension) return null;
  return (
    <>
      {MODES.map((mode) => (
        <Menu.Item
          key={mode}
          onClick={() =>
            void run(
              { kind: 'listen', linked_id: linkedId, extension, mode },
              { doing: t('listen.doing', { extension, who }), done: t('listen.done', { who }) },
            )
          }
        >
          <b>{t(`listen.${mode}`)}</b>
          <br />
          <small className="v-mute">{t(`listen.means.${mode}`)}</small>
        </Menu.Item>
      ))}
      <Menu.Label>{t('listen.audited')}</Menu.Label>
    </>
  );
}
