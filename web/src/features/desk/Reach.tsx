import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canCall } from '@/api/hub';
import { useLive, useMe } from '@/app/context';
import classes from './TransferDialog.module.css';

/** Asked for after this pause in typing, milliseconds. */
const PAUSE = 250;

type Props = { to: string | null; onKnown(barred: string | null): void };

/** Whether a number can be had now, said before anybody presses: which line, or why none (S17). */
export function Reach({ to, onKnown }: Props) {
  const { t, i18n } = useTranslation();
  const { extension } = useMe();
  const asked = useLater(to);
  // Whatever a line does, the answer may be another one.
  const lines = useLive((state) => state.board?.lines);
  const busy = lines?.map((line) => `${line.busy}${line.online}${line.state}`).join();
  const { data } = useQuery({
    queryKey: ['can-call', extension, asked, busy, i18n.language],
    queryFn: () => canCall(extension ?? '', asked ?? ''),
    enabled: Boolean(extension && asked),
    placeholderData: (before) => (before?.number === asked ? before : undefined),
    staleTime: 5000,
  });
  const isCurrent = data !== undefined && asked === to;
  const barred = isCurrent && !data.ok ? asked : null;
  useEffect(() => onKnown(barred), [barred, onKnown]);
  if (!to || !isCurrent) return <p className={classes['reach']} role="status" />;
  const held = data.lines.filter((line) => line.why !== null);
  return (
    <p className={classes['reach']} role="status" data-ok={data.ok} data-testid="reach">
      {data.ok ? (
        <>
          {data.kind === 'outside' && t('reach.line', { line: data.line_name ?? '' })}
          {data.kind === 'inside' && data.text}
        </>
      ) : (
        <>
          <b>{data.text}</b>
          {held.length > 0 && (
            <span>
              {' '}
              {held
                .map((line) =>
                  t('reach.held', { line: line.name, why: t(`reach.why.${whyOf(line.why)}`) }),
                )
                .join(', ')}
            </span>
          )}
        </>
      )}
    </p>
  );
}

function whyOf(why: string | null): 'busy' | 'down' | 'paused' | 'limit' | 'rest' | 'unsigned' {
  const known = ['busy', 'down', 'paused', 'limit', 'rest', 'unsigned'] as const;
  return known.find((one) => one === why) ?? 'down';
}

function useLater<T>(value: T): T {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), PAUSE);
    return () => clearTimeout(timer);
  }, [value]);
  return later;
}
