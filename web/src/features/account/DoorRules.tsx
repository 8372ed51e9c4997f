import { Button, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type DoorRule, openLockout, putDoor } from '@/api/account';
import { useMe } from '@/app/context';
import { Failure } from '@/ui/Failure';
import { harmless } from '@/ui/harmless';
import { useMoments } from '@/ui/place';
import classes from './Account.module.css';
import { Card, Wrong } from './Card';
import { doorQuery, lockoutsQuery } from './queries';

/** For those who run the company: of whom a second step is asked, and who is locked out. */
export function DoorRules() {
  const { t } = useTranslation();
  const moments = useMoments();
  const { role } = useMe();
  const memory = useQueryClient();
  const door = useQuery(doorQuery);
  const shut = useQuery({ ...lockoutsQuery, refetchInterval: 30_000 });
  const put = useMutation({
    mutationFn: putDoor,
    onSuccess: (next) => memory.setQueryData(doorQuery.queryKey, next),
  });
  const open = useMutation({
    mutationFn: openLockout,
    onSettled: () => void memory.invalidateQueries({ queryKey: lockoutsQuery.queryKey }),
  });
  const rules: DoorRule[] = ['', 'administrators', 'everybody'];
  return (
    <Card title={t('account.door.title')} why={t('account.door.why')}>
      {door.isError && <Failure error={door.error} retry={() => void door.refetch()} />}
      <div className={classes['form']}>
        <Select
          label={t('account.door.rule')}
          description={role === 'owner' ? null : t('account.door.ownerOnly')}
          disabled={role !== 'owner' || !door.data || put.isPending}
          allowDeselect={false}
          data={rules.map((value) => ({
            value: value || 'nobody',
            label: t(`account.door.of.${value || 'nobody'}`),
          }))}
          value={door.data ? door.data.second_factor || 'nobody' : null}
          onChange={(value) => put.mutate(value === 'nobody' ? '' : (value as DoorRule))}
        />
        {(door.data?.without ?? 0) > 0 && (
          <p className={classes['why']}>
            {t('account.door.without', { count: door.data?.without ?? 0 })}
          </p>
        )}
        <Wrong error={put.error} />
      </div>
      <h3 style={{ fontSize: 14, margin: 0 }}>{t('account.door.shut')}</h3>
      {shut.isSuccess && shut.data.length === 0 && (
        <p className={classes['why']}>{t('account.door.nobodyShut')}</p>
      )}
      <ul className={classes['rows']}>
        {(shut.data ?? []).map((row) => (
          <li key={row.id}>
            <div>
              <b>{harmless(row.name || row.login)}</b>
              <small>
                {t('account.door.until', { address: row.address, when: moments.full(row.until) })}
              </small>
            </div>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t('account.door.openWhat', { name: row.name || row.login })}
              loading={open.isPending && open.variables === row.id}
              onClick={() => open.mutate(row.id)}
            >
              {t('account.door.open')}
            </Button>
          </li>
        ))}
      </ul>
      <Wrong error={open.error ?? shut.error} />
    </Card>
  );
}
