import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { cardKeys, type Double, doublesQuery, sayDifferent } from '@/api/cards';
import { Top } from '@/app/Top';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { useProblem } from '@/ui/problem';
import { useTitle } from '@/ui/title';
import { WindowList } from '@/ui/WindowList';
import classes from './Card.module.css';
import clients from './Clients.module.css';
import { numbersOf, titleOf } from './MergePage';

/** Pairs of cards that may be one person: made one, or told apart for good. */
export function DoublesPage() {
  const { t } = useTranslation();
  useTitle(t('card.doubles'));
  const query = useInfiniteQuery({ ...doublesQuery, refetchInterval: 15_000 });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const left = query.data?.pages[0]?.left ?? 0;
  return (
    <>
      <Top />
      <div className={clients['head']}>
        <h1>{t('card.doubles')}</h1>
        <Button component={Link} to="/clients" variant="default">
          {t('card.toClients')}
        </Button>
      </div>
      {left > 0 && (
        <p role="status" className="v-mute">
          {t('card.comparing', { count: left })}
        </p>
      )}
      <section className="v-card" aria-label={t('card.doubles')} aria-busy={query.isFetching}>
        {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && items.length === 0 && (
          <Empty title={t('card.noDoubles')}>
            <p>{t('card.noDoublesText')}</p>
          </Empty>
        )}
        <WindowList
          items={items}
          keyOf={(pair) => pair.id}
          estimate={92}
          label={t('card.doubles')}
          onEnd={
            query.hasNextPage && !query.isFetchingNextPage
              ? () => void query.fetchNextPage()
              : undefined
          }
          render={(pair) => <Pair pair={pair} />}
        />
      </section>
    </>
  );
}

function Pair({ pair }: { pair: Double }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const differ = useMutation({
    mutationFn: () => sayDifferent(pair.id),
    onSuccess: () => void memory.invalidateQueries({ queryKey: cardKeys.doubles }),
  });
  return (
    <div className={classes['pair']}>
      {[pair.a, pair.b].map((one) => (
        <span key={one.id}>
          <b>
            <Link to={`/clients/${one.id}`}>{titleOf(one)}</Link>
          </b>
          <small>{numbersOf(one)}</small>
        </span>
      ))}
      <span className={classes['tools']}>
        <Button component={Link} size="sm" to={`/clients/merge?ids=${pair.a.id},${pair.b.id}`}>
          {t('card.samePerson')}
        </Button>
        <Button
          size="sm"
          variant="default"
          loading={differ.isPending}
          onClick={() => differ.mutate()}
        >
          {t('card.notSame')}
        </Button>
      </span>
      <span className={classes['why']}>
        {pair.why.map((why) => t(`card.why.${why as 'name'}`)).join(', ')}
        {differ.isError && ` · ${problem(differ.error)}`}
      </span>
    </div>
  );
}
