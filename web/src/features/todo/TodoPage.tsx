import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Promised, PromiseQuery } from '@/api/promises';
import { useLive, useMe } from '@/app/context';
import { Top } from '@/app/Top';
import { useMinute } from '@/ui/clock';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { Key } from '@/ui/Key';
import { useKeys } from '@/ui/keys';
import { usePlace } from '@/ui/place';
import { dayOf, midnight } from '@/ui/time';
import { useTitle } from '@/ui/title';
import { WindowList } from '@/ui/WindowList';
import { useCallBack } from './calling';
import { PromiseButton } from './PromiseButton';
import { PromiseRow, usePromiseName } from './PromiseRow';
import { figuresQuery, promisesQuery } from './queries';
import classes from './Todo.module.css';

type View = 'mine' | 'nobody' | 'department' | 'all' | 'today';

export function TodoPage() {
  const { t } = useTranslation();
  useTitle(t('todo.title'));
  const me = useMe();
  const [search, setSearch] = useSearchParams();
  const view = (search.get('view') as View | null) ?? 'all';
  const department = search.get('department') ?? '';
  const query = useView(view, department, me.person ?? '');
  const list = useInfiniteQuery(promisesQuery(query));
  const { data: figures } = useQuery(figuresQuery);
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const [active, setActive] = useState(-1);
  const { refusal, call } = useCallBack();
  const nameOf = usePromiseName();
  const callNow = (it: Promised | undefined) => {
    if (it?.state === 'open' && it.number && !refusal && !it.calling) void call(it, nameOf(it));
  };
  const walk = (step: number) => {
    const at = Math.max(0, Math.min(items.length - 1, active + step));
    setActive(at);
    const seat = () => {
      const row = document.querySelector<HTMLElement>(`[data-promise="${items[at]?.id}"]`);
      row?.focus({ preventScroll: true }); // the list scrolls to it
      return row !== null;
    };
    // At once, for Enter may follow at once; a row out of sight is drawn when the list has scrolled.
    if (!seat()) requestAnimationFrame(seat);
  };
  useKeys({
    KeyJ: () => walk(1),
    KeyK: () => walk(-1),
    KeyC: () => callNow(items[active] ?? items[0]),
  });
  useEffect(() => {
    if (active >= items.length) setActive(items.length - 1);
  }, [active, items.length]);
  const show = (next: View, number = '') => {
    setActive(-1);
    setSearch(
      { ...(next === 'all' ? {} : { view: next }), ...(number ? { department: number } : {}) },
      { replace: true },
    );
  };
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  return (
    <>
      <Top />
      <h1 className="v-hidden">{t('todo.title')}</h1>
      <section className="v-card" aria-labelledby="todo-title">
        <div className={`v-head ${classes['head']}`}>
          <h2 id="todo-title">{t('todo.title')}</h2>
          {figures && (
            <small>
              {figures.open > 0 && t('promise.waiting', { count: figures.open })}
              {figures.late > 0 && (
                <>
                  {' · '}
                  <b className={classes['late']}>
                    {t('promise.lateCount', { count: figures.late })}
                  </b>
                </>
              )}
              {figures.kept > 0 && <> · {t('promise.keptWeek', { count: figures.kept })}</>}
            </small>
          )}
          <span className={classes['new']}>
            <PromiseButton number="" />
          </span>
        </div>
        <Filters view={view} department={department} onShow={show} />
        {list.error && !list.data ? (
          <Failure error={list.error} retry={() => void list.refetch()} />
        ) : null}
        {!list.data && !list.error && <div className={classes['waiting']} aria-busy="true" />}
        {list.data && items.length === 0 && (
          <Empty title={t(view === 'today' ? 'promise.emptyToday' : 'promise.empty')}>
            <p>{t(view === 'today' ? 'promise.emptyTodayText' : 'promise.emptyText')}</p>
          </Empty>
        )}
        {items.length > 0 && (
          <WindowList
            items={items}
            keyOf={(it) => it.id}
            estimate={62}
            label={t('todo.title')}
            active={active}
            {...(hasNextPage && !isFetchingNextPage ? { onEnd: () => void fetchNextPage() } : {})}
            render={(it, index) => (
              <PromiseRow it={it} isActive={index === active} onCall={callNow} />
            )}
          />
        )}
      </section>
      {items.length > 0 && view !== 'today' && (
        <p className={classes['keys']}>
          <Key>j</Key> <Key>k</Key> {t('promise.keyWalk')} · <Key>c</Key> {t('promise.keyCall')}
        </p>
      )}
    </>
  );
}

function useView(view: View, department: string, person: string): PromiseQuery {
  const { zone } = usePlace();
  const day = dayOf(useMinute(), zone);
  return useMemo(() => {
    switch (view) {
      case 'mine':
        return { state: 'open', owner: person || 'me' };
      case 'nobody':
        return { state: 'open', owner: 'nobody' };
      case 'department':
        return { state: 'open', department };
      case 'today':
        return { state: 'over', since: new Date(midnight(day, zone)).toISOString() };
      default:
        return { state: 'open' };
    }
  }, [view, department, person, day, zone]);
}

type FiltersProps = {
  view: View;
  department: string;
  onShow: (view: View, department?: string) => void;
};

function Filters({ view, department, onShow }: FiltersProps) {
  const { t } = useTranslation();
  const me = useMe();
  const { data: figures } = useQuery(figuresQuery);
  const departments = useLive((state) => state.board?.departments) ?? [];
  const choices: { view: View; count: number | undefined; shown: boolean }[] = [
    { view: 'all', count: figures?.open, shown: true },
    { view: 'mine', count: figures?.mine, shown: Boolean(me.person) },
    { view: 'nobody', count: figures?.nobody, shown: true },
    { view: 'today', count: figures?.today, shown: true },
  ];
  return (
    <fieldset className={classes['filters']}>
      <legend className="v-hidden">{t('promise.show')}</legend>
      {choices
        .filter((choice) => choice.shown)
        .map((choice) => (
          <button
            key={choice.view}
            type="button"
            aria-pressed={view === choice.view}
            onClick={() => onShow(choice.view)}
          >
            {t(`promise.view.${choice.view as 'all'}`)}
            {choice.count !== undefined && <small>{choice.count}</small>}
          </button>
        ))}
      {departments.length > 0 && (
        <select
          aria-label={t('promise.department')}
          value={view === 'department' ? department : ''}
          data-on={view === 'department'}
          onChange={(event) =>
            event.target.value ? onShow('department', event.target.value) : onShow('all')
          }
        >
          <option value="">{t('promise.anyDepartment')}</option>
          {departments.map((one) => (
            <option key={one.number} value={one.number}>
              {one.name}
            </option>
          ))}
        </select>
      )}
    </fieldset>
  );
}
