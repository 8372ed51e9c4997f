import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { PromiseRow } from './PromiseRow';
import { figuresQuery, promisesQuery } from './queries';
import classes from './Todo.module.css';

/** 'Не забыть' on the desk: the first clients who wait, by the clock. */
export function TodoCard({ limit }: { limit: number }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(promisesQuery({ state: 'open' }));
  const { data: figures } = useQuery(figuresQuery);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = items.slice(0, limit);
  const count = Math.max(figures?.open ?? 0, items.length);
  return (
    <section className="v-card" aria-labelledby="todo-title">
      <div className="v-head">
        <h2 id="todo-title">{t('todo.title')}</h2>
        <small>{list.data && count > 0 && t('promise.waiting', { count })}</small>
      </div>
      {list.error && !list.data ? (
        <Failure error={list.error} retry={() => void list.refetch()} />
      ) : null}
      {list.data && items.length === 0 && (
        <Empty title={t('promise.empty')}>
          <p>{t('promise.emptyText')}</p>
        </Empty>
      )}
      {shown.length > 0 && (
        <ul className={classes['list']}>
          {shown.map((it) => (
            <li key={it.id}>
              <PromiseRow it={it} />
            </li>
          ))}
        </ul>
      )}
      {count > shown.length && shown.length > 0 && (
        <Link to="/todo" className={classes['more']}>
          {t('promise.all', { count })}
        </Link>
      )}
    </section>
  );
}
