import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { checkSeals } from '@/api/audit';
import { useProblem } from '@/ui/problem';
import classes from './Audit.module.css';

/** Whether anybody touched the log; worked out when asked, for it reads all of it. */
export function Seal() {
  const { t } = useTranslation();
  const problem = useProblem();
  const check = useMutation({ mutationFn: checkSeals });
  return (
    <div className={classes['seal']}>
      <p role="status" {...(check.data && !check.data.ok ? { 'data-broken': true } : {})}>
        {check.isError && problem(check.error)}
        {check.data?.ok && t('audit.sealed.ok', { count: check.data.rows })}
        {check.data && !check.data.ok && t('audit.sealed.broken', { id: check.data.broken })}
        {!check.data && !check.isError && t('audit.sealed.why')}
      </p>
      <Button size="xs" variant="default" loading={check.isPending} onClick={() => check.mutate()}>
        {t('audit.sealed.check')}
      </Button>
    </div>
  );
}
