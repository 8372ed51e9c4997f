import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Parcel, ParcelPages } from '@/api/parcels';
import { Panel } from '@/features/gsm/Panel';
import { Failure } from '@/ui/Failure';
import { WindowList } from '@/ui/WindowList';
import { ParcelRow, type Shown } from './ParcelRow';
import classes from './Parcels.module.css';

type Props<T extends Parcel> = {
  title: string;
  pages(state: T['state'] | null): ParcelPages<T>;
  /** States that one can choose, with the words for them. */
  states: Record<T['state'], string>;
  all: string;
  /** Nothing was ever sent: what to do. */
  none: string;
  /** Beside the filter: sending many again. */
  tools?: ReactNode;
  row: Shown<T>;
};

/** What became of everything sent outside, by state, with a way to send each again. */
export function Parcels<T extends Parcel>(props: Props<T>) {
  const { title, states, all, none, tools, row } = props;
  const { t } = useTranslation();
  const [state, setState] = useState<T['state'] | null>(null);
  const pages = useInfiniteQuery(props.pages(state));
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const choices = Object.entries<string>(states).map(([value, label]) => ({ value, label }));
  return (
    <Panel title={title}>
      <div className={classes['tools']}>
        <NativeSelect
          size="xs"
          aria-label={t('links.show')}
          value={state ?? ''}
          onChange={(event) => setState((event.currentTarget.value || null) as typeof state)}
          data={[{ value: '', label: all }, ...choices]}
        />
        {tools}
      </div>
      {pages.isError && rows.length === 0 && (
        <Failure error={pages.error} retry={() => void pages.refetch()} />
      )}
      {pages.isPending && (
        <p className={classes['none']} role="status">
          {t('links.reading')}
        </p>
      )}
      {pages.data && rows.length === 0 && (
        <p className={classes['none']}>{state === null ? none : t('links.noSuch')}</p>
      )}
      <WindowList
        label={title}
        items={rows}
        keyOf={(one) => one.id}
        estimate={54}
        render={(one) => <ParcelRow row={one} shown={row} />}
      />
      {pages.hasNextPage && (
        <div className={classes['none']}>
          <Button
            variant="default"
            size="xs"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {t('links.older')}
          </Button>
        </div>
      )}
    </Panel>
  );
}
