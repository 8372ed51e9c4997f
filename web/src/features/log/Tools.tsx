import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CallQuery } from '@/api/hub';
import { countQuery, exportAddress } from '@/api/log';
import { usePlace } from '@/ui/place';
import classes from './Tools.module.css';
import { COLUMNS, type Column } from './useColumns';
import { ViewsMenu } from './ViewsMenu';

type Props = {
  ask: CallQuery;
  /** The filters as the address bears them. */
  params: URLSearchParams;
  onView(params: URLSearchParams): void;
  byClient: boolean;
  onByClient(byClient: boolean): void;
  columns: readonly Column[];
  onColumn(column: Column): void;
};

/** Above the list: how many there are, views, one line a client, columns, a table to take along. */
export function Tools(props: Props) {
  const { ask, params, onView, byClient, onByClient, columns, onColumn } = props;
  const { t, i18n } = useTranslation();
  const place = usePlace();
  const told = useQuery(countQuery(ask)).data;
  const number = new Intl.NumberFormat(i18n.language);
  const count = told?.count ?? null;
  const shown = count === null ? '' : number.format(count);
  return (
    <div className={classes['tools']}>
      <span className={classes['count']} role="status" data-testid="found">
        {count !== null && t('logTools.found', { count, shown })}
      </span>
      <Button size="xs" variant="subtle" component={Link} to="/lists">
        {t('listsPage.title')}
      </Button>
      <ViewsMenu params={params} onView={onView} />
      <Button
        size="xs"
        variant={byClient ? 'light' : 'default'}
        aria-pressed={byClient}
        onClick={() => onByClient(!byClient)}
      >
        {t('logTools.clients')}
      </Button>
      <Menu width={200} radius={12} withinPortal position="bottom-end" closeOnItemClick={false}>
        <Menu.Target>
          <Button size="xs" variant="default" className={classes['wide'] ?? ''}>
            {t('logTools.columns')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {COLUMNS.map((column) => (
            <Menu.Item
              key={column}
              role="menuitemcheckbox"
              aria-checked={columns.includes(column)}
              leftSection={<span aria-hidden="true">{columns.includes(column) ? '✓' : ' '}</span>}
              onClick={() => onColumn(column)}
            >
              {t(`logTools.column.${column}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu width={260} radius={12} withinPortal position="bottom-end">
        <Menu.Target>
          <Button size="xs" variant="default">
            {t('logTools.export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {count !== null && <Menu.Label>{t('logTools.exportAll', { count, shown })}</Menu.Label>}
          {(['csv', 'xlsx'] as const).map((format) => (
            <Menu.Item
              key={format}
              component="a"
              href={exportAddress(ask, format, place.zone)}
              download={`calls.${format}`}
            >
              {t(`logTools.${format}`)}
              {told && (
                <small className={classes['most']}>
                  {t('logTools.most', {
                    most: number.format(format === 'csv' ? told.csv_most : told.xlsx_most),
                  })}
                </small>
              )}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
