import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LineState } from '@/api/types';
import classes from './Lines.module.css';
import { standingOf, whyOf } from './state';

/** How a line stands now, in a word, and how many of its talks are taken.
 * `children` say the word themselves. */
export function Standing({
  live,
  children,
}: {
  live: LineState | undefined;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const standing = standingOf(live);
  const busy = Math.min(live?.busy ?? 0, live?.channels ?? 0);
  return (
    <div className={classes['standing']}>
      {children ?? (
        <b data-standing={standing}>
          {standing === 'paused'
            ? t(`lines.why.${live ? whyOf(live) : 'desk'}`)
            : t(`line.is.${standing}`)}
        </b>
      )}
      {live && (
        <>
          <small>{t('line.talks', { busy, count: live.channels })}</small>
          {live.channels > 1 && (
            <span className={classes['bar']} aria-hidden="true">
              <i style={{ width: `${(busy / live.channels) * 100}%` }} />
            </span>
          )}
        </>
      )}
    </div>
  );
}
