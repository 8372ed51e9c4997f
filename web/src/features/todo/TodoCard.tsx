import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { useMissed, WINDOW_DAYS } from './missed';
import classes from './Todo.module.css';
import { TodoList } from './TodoList';

/** 'Не забыть': clients who called in vain and have not been talked to since. */
export function TodoCard({ limit }: { limit?: number }) {
  const { t } = useTranslation();
  const { items, error, isKnown, retry } = useMissed();
  const shown = limit ? items.slice(0, limit) : items;
  return (
    <section className="v-card" aria-labelledby="todo-title">
      <div className="v-head">
        <h2 id="todo-title">{t('todo.title')}</h2>
        <small>{isKnown && items.length > 0 && t('todo.waiting', { count: items.length })}</small>
      </div>
      {error ? <Failure error={error} retry={retry} /> : null}
      {isKnown && items.length === 0 && (
        <Empty title={t('todo.empty')}>
          <p>{t('todo.emptyText', { count: WINDOW_DAYS })}</p>
        </Empty>
      )}
      {shown.length > 0 && <TodoList items={shown} isShort={limit !== undefined} />}
      {shown.length < items.length && (
        <Link to="/todo" className={classes['more']}>
          {t('todo.all', { count: items.length })}
        </Link>
      )}
    </section>
  );
}
