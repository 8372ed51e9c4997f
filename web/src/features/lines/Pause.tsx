import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LineState } from '@/api/types';
import { useCommand } from '@/features/command/run';

/** Takes a line out of calls outside, or back: at once, without a publication. */
export function Pause({ live }: { live: LineState }) {
  const { t } = useTranslation();
  const run = useCommand();
  return (
    <Switch
      size="sm"
      label={t('lines.paused')}
      aria-label={t('lines.pauseWhat', { line: live.name })}
      title={live.why === 'office' ? t('line.pausedInOffice') : undefined}
      checked={live.why === 'desk' || live.why === 'office'}
      disabled={live.why === 'office'}
      onChange={(event) => {
        const paused = event.currentTarget.checked;
        void run(
          { kind: 'pause_line', line: live.id, paused },
          { doing: t('lines.pausing', { line: live.name }), done: t(`lines.pauseDone.${paused}`) },
        );
      }}
    />
  );
}
