import '@mantine/core/styles/Combobox.css';
import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { type AuditQuery, exportAddress, readAudit, readAuditAbout } from '@/api/audit';
import { useMe } from '@/app/context';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { usePlace } from '@/ui/place';
import { Span } from '@/ui/Span';
import { midnight } from '@/ui/time';
import classes from './Audit.module.css';
import { Rows } from './Rows';
import { Seal } from './Seal';

/** Who did what in the company; administrators look, and nobody changes it. */
export function AuditPage() {
  const { t, i18n } = useTranslation();
  const { role } = useMe();
  const { zone } = usePlace();
  const [params, setParams] = useSearchParams();
  const set = (change: Record<string, string>) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old);
        for (const [name, value] of Object.entries(change)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
  const [q] = useDebouncedValue(params.get('q') ?? '', 250);
  const query = readQuery(params, q, zone);
  const runs = role === 'owner' || role === 'administrator';
  const log = useInfiniteQuery({
    queryKey: ['audit', i18n.language, query],
    queryFn: ({ pageParam }) => readAudit(query, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    enabled: runs,
  });
  const about = useQuery({
    queryKey: ['audit-about', i18n.language],
    queryFn: readAuditAbout,
    enabled: runs,
  });
  const rows = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Cabinet
      title={t('audit.title')}
      acts={
        <Button component="a" href={exportAddress(query)} download variant="default" size="xs">
          {t('audit.export')}
        </Button>
      }
    >
      <section className="v-card" aria-label={t('audit.title')}>
        <search className={classes['filters']}>
          <TextInput
            label={t('audit.find')}
            placeholder={t('audit.findWhat')}
            maxLength={100}
            value={params.get('q') ?? ''}
            onChange={(event) => set({ q: event.currentTarget.value })}
          />
          <Select
            label={t('audit.who')}
            placeholder={t('audit.anybody')}
            clearable
            searchable
            data={(about.data?.accounts ?? []).map((one) => ({
              value: String(one.id),
              label: one.name || one.login,
            }))}
            value={params.get('account')}
            onChange={(value) => set({ account: value ?? '' })}
          />
          <Select
            label={t('audit.what')}
            placeholder={t('audit.anything')}
            clearable
            searchable
            data={(about.data?.actions ?? []).map((one) => ({
              value: one.action,
              label: one.text,
            }))}
            value={params.get('action')}
            onChange={(value) => set({ action: value ?? '' })}
          />
          <Span
            any
            value={{ since: params.get('since') ?? '', until: params.get('until') ?? '' }}
            onChange={set}
          />
          {params.size > 0 && (
            <Button variant="subtle" onClick={() => setParams({}, { replace: true })}>
              {t('audit.clear')}
            </Button>
          )}
        </search>
        <Seal />
        {log.isError && rows.length === 0 && (
          <Failure error={log.error} retry={() => void log.refetch()} />
        )}
        {log.isSuccess && rows.length === 0 && (
          <Empty title={t('audit.none')}>
            <p>{t('audit.noneWhy')}</p>
          </Empty>
        )}
        <Rows rows={rows} busy={log.isFetching} />
        {log.hasNextPage && (
          <div className={classes['more']}>
            <Button
              variant="default"
              size="xs"
              loading={log.isFetchingNextPage}
              onClick={() => void log.fetchNextPage()}
            >
              {t('audit.more')}
            </Button>
          </div>
        )}
      </section>
    </Cabinet>
  );
}

/** Days are whole ones at the company's place; the last one is meant with its evening. */
function readQuery(params: URLSearchParams, q: string, zone: string): AuditQuery {
  const since = params.get('since') ?? '';
  const until = params.get('until') ?? '';
  const account = Number(params.get('account'));
  const action = params.get('action');
  const isDay = (day: string) => /^\d{4}-\d{2}-\d{2}$/.test(day);
  return {
    ...(q.trim() ? { q: q.trim() } : {}),
    ...(account > 0 ? { account } : {}),
    ...(action ? { action } : {}),
    ...(isDay(since) ? { since: new Date(midnight(since, zone)).toISOString() } : {}),
    ...(isDay(until)
      ? { until: new Date(midnight(until, zone) + 24 * 3_600_000).toISOString() }
      : {}),
  };
}
