import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Mailing, mailingsQuery } from '@/api/mailings';
import { Top } from '@/app/Top';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { useMoments } from '@/ui/place';
import { useTitle } from '@/ui/title';
import { WindowList } from '@/ui/WindowList';
import { Figures } from './Figures';
import classes from './Mailings.module.css';

/** All texts for many, newest first, each with how far it is. */
export function MailingsPage() {
  const { t } = useTranslation();
  useTitle(t('mailings.title'));
  const query = useInfiniteQuery(mailingsQuery);
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Top />
      <div className={classes['head']}>
        <h1>{t('mailings.title')}</h1>
        <Link to="/sms">{t('mailings.toSms')}</Link>
        <Button component={Link} to="/mailings/new" leftSection={<Icon name="plus" size={15} />}>
          {t('mailings.new')}
        </Button>
      </div>
      <section className="v-card" aria-label={t('mailings.title')}>
        {query.isPending && (
          <p className={classes['quiet']} role="status">
            {t('mailings.waiting')}
          </p>
        )}
        {query.isError && rows.length === 0 && (
          <Failure error={query.error} retry={() => void query.refetch()} />
        )}
        {query.isSuccess && rows.length === 0 && (
          <Empty title={t('mailings.none')}>
            <p>{t('mailings.noneText')}</p>
          </Empty>
        )}
        {rows.length > 0 && (
          <WindowList
            items={rows}
            keyOf={(row) => row.id}
            estimate={76}
            label={t('mailings.title')}
            render={(row) => <Row row={row} />}
            onEnd={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
          />
        )}
      </section>
    </>
  );
}

function Row({ row }: { row: Mailing }) {
  const { t } = useTranslation();
  const moments = useMoments();
  return (
    <Link to={`/mailings/${row.id}`} className={classes['row']}>
      <span className={classes['name']}>
        <b>{row.name}</b>
        <span className={classes['state']} data-state={row.state}>
          {t(`mailings.state.${row.state}`)}
        </span>
      </span>
      <small className={classes['quiet']}>
        {t('mailings.of', { author: row.author, when: moments.dayTime(row.at, Date.now()) })}
        {' · '}
        {t('mailings.people', { count: row.recipients })}
      </small>
      <Figures row={row} />
    </Link>
  );
}
