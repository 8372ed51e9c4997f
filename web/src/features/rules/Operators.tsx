import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperatorRow } from '@/api/gsm';
import { operatorsQuery } from '@/api/gsm-queries';
import { Panel } from '@/features/gsm/Panel';
import { Failure } from '@/ui/Failure';
import { OperatorForm } from './OperatorForm';
import classes from './Rules.module.css';

/** What each operator's network is asked for, and how its answer is read. */
export function Operators() {
  const { t } = useTranslation();
  const query = useQuery(operatorsQuery);
  const [open, setOpen] = useState<OperatorRow | 'new' | null>(null);
  const rows = query.data ?? [];
  return (
    <Panel title={t('operators.title')} note={t('operators.lead')}>
      {query.isError && !query.data && (
        <Failure error={query.error} retry={() => void query.refetch()} />
      )}
      <ul className={classes['operators']}>
        {rows.map((row) => (
          <li key={row.name}>
            <span>
              <b>{row.name}</b>
              <small>
                {[
                  row.balance && t('operators.balanceIs', { code: row.balance.code }),
                  row.own_number && t('operators.numberIs', { code: row.own_number.code }),
                  row.builtin && t('operators.builtin'),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </span>
            <Button size="xs" variant="default" onClick={() => setOpen(row)}>
              {t('action.edit')}
            </Button>
          </li>
        ))}
        <li>
          <Button size="xs" variant="default" onClick={() => setOpen('new')}>
            {t('operators.add')}
          </Button>
        </li>
      </ul>
      {open && (
        <OperatorForm
          row={open === 'new' ? null : open}
          rows={rows}
          onClose={() => setOpen(null)}
        />
      )}
    </Panel>
  );
}
