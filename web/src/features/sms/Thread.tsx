import { ActionIcon } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { markRead } from '@/api/gsm';
import type { SmsRow } from '@/api/types';
import { BlacklistOf } from '@/features/client/BlacklistOf';
import { useCard } from '@/features/client/card';
import { CallButton } from '@/features/command/CallButton';
import { useMinute } from '@/ui/clock';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { useKeys } from '@/ui/keys';
import { prettyNumber } from '@/ui/phone';
import { useMoments, usePlace } from '@/ui/place';
import { dayOf } from '@/ui/time';
import { Bubble } from './Bubble';
import { Compose } from './Compose';
import { smsKeys, threadQuery } from './queries';
import classes from './Sms.module.css';
import { chronicle } from './thread';

/** Whoever writes under a name instead of a number cannot be answered. */
const NUMBER = /^\+?\d{3,15}$/;

export function Thread({ number }: { number: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const memory = useQueryClient();
  const query = useInfiniteQuery(threadQuery(number));
  const pages = query.data?.pages ?? [];
  const rows = chronicle(pages);
  const isNumber = NUMBER.test(number);
  const card = useCard({ id: null, number: isNumber ? number : '' });
  const name = card.client?.name || card.client?.company_name || '';
  const pretty = prettyNumber(number);
  useKeys({ Escape: () => void navigate('/sms') });

  // Read once it is seen; a message that comes while it is open is seen too.
  const lastIn = rows.findLast((row) => row.dir === 'in')?.id;
  useEffect(() => {
    if (!lastIn) return;
    const read = () => {
      if (document.hidden) return;
      markRead(number).then(
        () => void memory.invalidateQueries({ queryKey: smsKeys.threads }),
        () => undefined,
      );
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [number, lastIn, memory]);

  return (
    <section className={`v-card ${classes['thread']}`} aria-label={name || pretty}>
      <header className={classes['head']}>
        <ActionIcon
          component={Link}
          to="/sms"
          variant="subtle"
          size={40}
          aria-label={t('sms.back')}
          className={classes['back'] ?? ''}
        >
          <Icon name="back" />
        </ActionIcon>
        <div>
          <h2>
            {card.client ? <Link to={`/clients/${card.client.id}`}>{name || pretty}</Link> : pretty}
          </h2>
          {name && <small className="v-num">{pretty}</small>}
        </div>
        {isNumber && <CallButton number={number} name={name || null} compact />}
        {isNumber && <BlacklistOf number={number} name={name || pretty} />}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keys */}
      <section className={classes['scroll']} tabIndex={0} aria-label={t('sms.thread')}>
        <div className={classes['said-all']}>
          {query.isError && rows.length === 0 && (
            <Failure error={query.error} retry={() => void query.refetch()} />
          )}
          {query.hasNextPage && (
            <button
              type="button"
              className={classes['more']}
              disabled={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {t('sms.older')}
            </button>
          )}
          {query.isSuccess && rows.length === 0 && (
            <p className={classes['quiet']}>{t('sms.first')}</p>
          )}
          <Said rows={rows} />
        </div>
      </section>
      {pages[0]?.stopped && (
        <p className={classes['stopped']} role="status">
          <Icon name="ban" size={15} /> {t('sms.stopped')}
        </p>
      )}
      {isNumber ? (
        <Compose number={number} />
      ) : (
        <p className={classes['quiet']}>{t('sms.noReply')}</p>
      )}
    </section>
  );
}

function Said({ rows }: { rows: SmsRow[] }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const place = usePlace();
  const minute = useMinute();
  return (
    <ol className={classes['bubbles']} aria-live="polite" aria-label={t('sms.thread')}>
      {rows.map((row, index) => {
        const day = dayOf(Date.parse(row.at), place.zone);
        const before = rows[index - 1];
        const isNewDay = !before || dayOf(Date.parse(before.at), place.zone) !== day;
        return (
          <li key={row.id} data-dir={row.dir} data-sms={row.id}>
            {isNewDay && <span className={classes['day']}>{moments.day(row.at, minute)}</span>}
            <Bubble row={row} />
          </li>
        );
      })}
    </ol>
  );
}
