import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { compareQuery, type Version } from '@/api/publish';
import { useMinute } from '@/ui/clock';
import { Failure } from '@/ui/Failure';
import { useMoments } from '@/ui/place';
import { Window } from '@/ui/Window';
import { Differences } from './Differences';
import classes from './Publish.module.css';

type Props = { versions: readonly Version[]; from: number; to: number; onClose(): void };

/** Any two versions beside each other, in words. */
export function Compare({ versions, from, to, onClose }: Props) {
  const { t } = useTranslation();
  const [old, setOld] = useState(from);
  const [fresh, setFresh] = useState(to);
  return (
    <Window title={t('publish.compareTitle')} onClose={onClose} size="lg">
      <div className={classes['window']}>
        <div className={classes['pair']}>
          <Choice label={t('publish.from')} value={old} versions={versions} choose={setOld} />
          <Choice label={t('publish.to')} value={fresh} versions={versions} choose={setFresh} />
        </div>
        <Between from={old} to={fresh} />
      </div>
    </Window>
  );
}

/** What changes on the way from one version to another. */
export function Between({ from, to }: { from: number; to: number }) {
  const { t, i18n } = useTranslation();
  const found = useQuery(compareQuery(from, to, i18n.language));
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return <p className="v-mute">{t('publish.loading')}</p>;
  if (found.data.length === 0) return <p>{t('publish.same')}</p>;
  return <Differences changes={found.data} />;
}

type ChoiceProps = {
  label: string;
  value: number;
  versions: readonly Version[];
  choose(version: number): void;
};

function Choice({ label, value, versions, choose }: ChoiceProps) {
  const { t } = useTranslation();
  const moments = useMoments();
  const now = useMinute();
  const known = versions.some((one) => one.version === value);
  return (
    <NativeSelect
      label={label}
      value={String(value)}
      onChange={(event) => choose(Number(event.currentTarget.value))}
    >
      {!known && <option value={value}>{t('publish.version', { version: value })}</option>}
      {versions.map((one) => (
        <option key={one.version} value={one.version}>
          {t('publish.version', { version: one.version })} · {moments.dayTime(one.at, now)}
          {one.reason && ` · ${one.reason.slice(0, 40)}`}
        </option>
      ))}
    </NativeSelect>
  );
}
