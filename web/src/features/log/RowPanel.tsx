import { ActionIcon, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { readTrace } from '@/api/hub';
import { callQuery, keys } from '@/api/queries';
import type { CallRow } from '@/api/types';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { duration } from '@/ui/time';
import { MiniPlayer } from './MiniPlayer';
import classes from './Panel.module.css';

export type Opened = { id: number; what: 'sound' | 'why' };

type Props = {
  call: CallRow;
  what: Opened['what'];
  onClose(): void;
  onNext?: (() => void) | undefined;
};

/** What a row of the log opens under itself, so that the list is not left. */
export function RowPanel({ call, what, onClose, onNext }: Props) {
  const { t } = useTranslation();
  const title = t(what === 'sound' ? 'logTools.recording' : 'logTools.whyTitle');
  return (
    <section className={classes['panel']} aria-label={title} data-testid={`row-${what}`}>
      <div className={classes['inside']}>
        {what === 'sound' ? <Sounds call={call} onNext={onNext} /> : <Why call={call} />}
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={34}
        aria-label={t(what === 'sound' ? 'logTools.stop' : 'logTools.close')}
        onClick={onClose}
      >
        <Icon name="close" size={16} />
      </ActionIcon>
    </section>
  );
}

function Sounds({ call, onNext }: { call: CallRow; onNext?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const query = useQuery(callQuery(call.id));
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton height={36} radius={18} aria-hidden="true" />;
  const sounds = [
    ...query.data.recordings.map((one) => ({
      key: `r${one.id}`,
      url: one.url,
      seconds: one.seconds,
      label: t('logTools.recording'),
    })),
    ...(query.data.messages ?? []).flatMap((one) =>
      one.url
        ? [{ key: `m${one.url}`, url: one.url, seconds: one.seconds ?? 0, label: t('mail.title') }]
        : [],
    ),
  ];
  if (sounds.length === 0) {
    const removed = query.data.removed ?? [];
    if (removed.length > 0) {
      return (
        <p className={classes['note']} role="status">
          {removed.map((one) => one.text).join(' ')}
        </p>
      );
    }
    const isComing = (query.data.messages ?? []).length > 0;
    return (
      <p className={classes['note']} role="status">
        {t(isComing ? 'logTools.pending' : 'logTools.noSound')}
      </p>
    );
  }
  return sounds.map((one, place) => (
    <div key={one.key}>
      {sounds.length > 1 && <small className={classes['label']}>{one.label}</small>}
      <MiniPlayer {...one} plays={place === 0} onNext={place === 0 ? onNext : undefined} />
    </div>
  ));
}

function Why({ call }: { call: CallRow }) {
  const { t, i18n } = useTranslation();
  const query = useQuery({
    queryKey: [...keys.trace(call.id, i18n.language), call.state],
    queryFn: () => readTrace(call.id),
  });
  const start = Date.parse(call.started_at);
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton height={72} radius={8} aria-hidden="true" />;
  return (
    <>
      <ol className={classes['why']}>
        {query.data.map((line, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
            key={index}
            data-silent={(line.about === 'device' && !line.rang) || line.about === 'person'}
          >
            <small>{duration((Date.parse(line.at) - start) / 1000)}</small>
            <span>{line.text}</span>
          </li>
        ))}
      </ol>
      <Link to={`/calls/${call.id}`} className={classes['whole']}>
        {t('trace.title')} →
      </Link>
    </>
  );
}
