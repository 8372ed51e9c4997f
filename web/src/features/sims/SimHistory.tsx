import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { HISTORY_KINDS, type HistoryKind, readSimHistory } from '@/api/gsm';
import { gsmKeys } from '@/api/gsm-queries';
import { Chooser } from '@/features/gsm/Chooser';
import { Events } from '@/features/gsm/Events';
import { Panel } from '@/features/gsm/Panel';

/** What happened to the SIM card, by kind. */
export function SimHistory({ line }: { line: string }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<HistoryKind>('swaps');
  return (
    <Panel title={t('simHistory.title')}>
      <Chooser<HistoryKind>
        label={t('simHistory.title')}
        value={kind}
        onChange={setKind}
        options={HISTORY_KINDS.map((one) => ({ value: one, label: t(`simHistory.kind.${one}`) }))}
      />
      <Events
        key={kind}
        about={[...gsmKeys.simHistory(line), kind]}
        read={(cursor) => readSimHistory(line, kind, cursor)}
        empty={t('simHistory.empty')}
      />
    </Panel>
  );
}
