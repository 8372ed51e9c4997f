import { Button, Menu } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { type ClientFilters, changeMany, exportUrl } from '@/api/cards';
import { keys, labelsQuery } from '@/api/queries';
import { useMe, usePeople } from '@/app/context';
import { sees } from '@/features/cabinet/places';
import { now } from '@/ui/clock';
import { useProblem } from '@/ui/problem';
import classes from './Card.module.css';

const DAY = 86_400_000;
const QUIET = [30, 90, 180, 365] as const;

type FilterProps = { filters: ClientFilters; onChange(change: Partial<ClientFilters>): void };

/** By tag, by whose clients they are, by how long nobody spoke with them. */
export function ClientFilterBar({ filters, onChange }: FilterProps) {
  const { t } = useTranslation();
  const people = usePeople();
  const tags = (useQuery(labelsQuery).data ?? []).filter((label) => label.kind === 'tag');
  const quiet = filters.quiet_since
    ? Math.round((now() - Date.parse(filters.quiet_since)) / DAY)
    : 0;
  return (
    <fieldset
      className={classes['bar']}
      aria-label={t('filter.label')}
      style={{ border: 0, padding: 0 }}
    >
      <select
        className={classes['pick']}
        aria-label={t('marks.tags')}
        value={filters.tag ?? ''}
        onChange={(event) => onChange({ tag: event.currentTarget.value })}
      >
        <option value="">{t('card.anyTag')}</option>
        {tags.map((tag) => (
          <option key={tag.slug} value={tag.slug}>
            {tag.name}
          </option>
        ))}
      </select>
      <select
        className={classes['pick']}
        aria-label={t('card.field.responsible')}
        value={filters.responsible ?? ''}
        onChange={(event) => onChange({ responsible: event.currentTarget.value })}
      >
        <option value="">{t('card.anyResponsible')}</option>
        <option value="-">{t('card.nobodys')}</option>
        {people.map((one) => (
          <option key={one.person} value={one.person}>
            {one.name}
          </option>
        ))}
      </select>
      <select
        className={classes['pick']}
        aria-label={t('card.quiet')}
        value={QUIET.find((days) => Math.abs(days - quiet) <= 1) ?? ''}
        onChange={(event) => {
          const days = Number(event.currentTarget.value);
          const since = new Date(Math.floor((now() - days * DAY) / DAY) * DAY).toISOString();
          onChange({ quiet_since: days ? since : null });
        }}
      >
        <option value="">{t('card.anyCalls')}</option>
        {QUIET.map((days) => (
          <option key={days} value={days}>
            {t('card.quietFor', { count: days })}
          </option>
        ))}
      </select>
    </fieldset>
  );
}

/** What can be done with the whole list: files in and out, doubles, own fields. */
export function ListMenu({ filters }: { filters: ClientFilters }) {
  const { t } = useTranslation();
  const me = useMe();
  const isHead = sees(me.role, 'head');
  return (
    <Menu width={250} radius={12} withinPortal position="bottom-end">
      <Menu.Target>
        <Button variant="default">{t('card.tools')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/clients/doubles">
          {t('card.doubles')}
        </Menu.Item>
        {isHead && (
          <>
            <Menu.Item component={Link} to="/clients/import">
              {t('card.import')}
            </Menu.Item>
            <Menu.Label>{t('card.export')}</Menu.Label>
            {(['xlsx', 'csv', 'vcf', 'vcf3'] as const).map((form) => (
              <Menu.Item key={form} component="a" href={exportUrl(form, filters)} download>
                {t(`card.form.${form}`)}
              </Menu.Item>
            ))}
          </>
        )}
        {sees(me.role, 'administrator') && (
          <Menu.Item component={Link} to="/client-fields">
            {t('card.ownFields')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

type BulkProps = { ids: number[]; onDone(): void };

/** Tags and the responsible of all that are ticked; two and more become one. */
export function BulkBar({ ids, onDone }: BulkProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const navigate = useNavigate();
  const memory = useQueryClient();
  const people = usePeople();
  const tags = (useQuery(labelsQuery).data ?? []).filter((label) => label.kind === 'tag');
  const [said, setSaid] = useState('');
  const change = useMutation({
    mutationFn: (body: { add_tags?: string[]; remove_tags?: string[]; responsible?: string }) =>
      changeMany({ ids, add_tags: [], remove_tags: [], responsible: null, ...body }),
    onSuccess: (done) => {
      setSaid(t('card.bulkDone', { count: done.changed }));
      void memory.invalidateQueries({ queryKey: keys.clients });
      void memory.invalidateQueries({ queryKey: ['client'] });
    },
  });
  return (
    <div className={classes['bulk']} role="toolbar" aria-label={t('card.bulk')}>
      <b>{t('card.chosen', { count: ids.length })}</b>
      <select
        className={classes['pick']}
        aria-label={t('card.addTag')}
        value=""
        onChange={(event) => change.mutate({ add_tags: [event.currentTarget.value] })}
      >
        <option value="">{t('card.addTag')}</option>
        {tags.map((tag) => (
          <option key={tag.slug} value={tag.slug}>
            {tag.name}
          </option>
        ))}
      </select>
      <select
        className={classes['pick']}
        aria-label={t('card.takeTag')}
        value=""
        onChange={(event) => change.mutate({ remove_tags: [event.currentTarget.value] })}
      >
        <option value="">{t('card.takeTag')}</option>
        {tags.map((tag) => (
          <option key={tag.slug} value={tag.slug}>
            {tag.name}
          </option>
        ))}
      </select>
      <select
        className={classes['pick']}
        aria-label={t('card.giveTo')}
        value="?"
        onChange={(event) => change.mutate({ responsible: event.currentTarget.value })}
      >
        <option value="?">{t('card.giveTo')}</option>
        <option value="">{t('marks.nobody')}</option>
        {people.map((one) => (
          <option key={one.person} value={one.person}>
            {one.name}
          </option>
        ))}
      </select>
      {ids.length > 1 && ids.length <= 10 && (
        <Button component={Link} size="sm" to={`/clients/merge?ids=${ids.join(',')}`}>
          {t('card.mergeThem')}
        </Button>
      )}
      <Button
        size="sm"
        variant="default"
        onClick={() => void navigate('/mailings/new', { state: { clients: ids } })}
      >
        {t('card.writeThem')}
      </Button>
      <Button size="sm" variant="default" onClick={onDone}>
        {t('card.unchoose')}
      </Button>
      <span role="status">{change.isError ? problem(change.error) : said}</span>
    </div>
  );
}
