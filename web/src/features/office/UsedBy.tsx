import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dropPart, type Things } from '@/api/parts';
import { keys } from '@/api/queries';
import { Panel } from '@/features/gsm/Panel';
import { Failure } from '@/ui/Failure';
import { useProblem } from '@/ui/problem';
import styles from './Office.module.css';
import { numbersQuery, officeKeys } from './queries';

type Props = {
  section: keyof Things;
  number: string;
  name: string;
  onGone(): void;
  /** Side by side, below a wide form. */
  isWide?: boolean;
};

/** Who uses a number, and taking it away: only when nothing would break, and that is said before. */
export function UsedBy({ section, number, name, onGone, isWide = false }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const plan = useQuery(numbersQuery);
  const [isAsking, setAsking] = useState(false);
  const row = plan.data?.numbers.find((one) => one.number === number);
  const uses = row?.used_by ?? [];
  const remove = useMutation({
    mutationFn: () => dropPart(section, number),
    onSuccess: async () => {
      await Promise.all(
        [keys.office, officeKeys.numbers].map((queryKey) => memory.invalidateQueries({ queryKey })),
      );
      onGone();
    },
  });
  return (
    <div className={styles[isWide ? 'halves' : 'stack']}>
      <Panel title={t('office.used.title')}>
        {plan.isError && <Failure error={plan.error} retry={() => void plan.refetch()} />}
        {plan.data && uses.length === 0 && (
          <p className={styles['text']}>{t('office.used.nobody')}</p>
        )}
        {uses.length > 0 && (
          <ul className={styles['plain']}>
            {uses.map((use) => (
              <li key={use.place}>{use.text}</li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel title={t('office.gone.title')}>
        <div className={styles['text']}>
          <p className="v-mute">
            {uses.length > 0
              ? t('office.gone.breaks', { count: uses.length })
              : t('office.gone.nothing', { number })}
          </p>
          {remove.isError && (
            <p role="alert" className={styles['bad']}>
              {problem(remove.error)}
            </p>
          )}
          <div className={styles['acts']}>
            <Button
              variant="outline"
              color="red"
              disabled={!plan.data || uses.length > 0}
              loading={remove.isPending}
              onClick={() => (isAsking ? remove.mutate() : setAsking(true))}
            >
              {isAsking ? t('office.gone.sure', { name }) : t('office.gone.remove')}
            </Button>
            {isAsking && (
              <Button variant="default" onClick={() => setAsking(false)}>
                {t('action.cancel')}
              </Button>
            )}
          </div>
        </div>
      </Panel>
    </div>
  );
}
