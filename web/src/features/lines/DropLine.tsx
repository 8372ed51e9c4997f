import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { changeParts, checkOffice, type Line } from '@/api/lines';
import type { Office } from '@/api/types';
import { usePublish } from '@/features/gsm/publish';
import { Failure } from '@/ui/Failure';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';
import classes from './Lines.module.css';
import { removalOf } from './without';

type Props = { line: Line; office: Office; onClose(): void };

/** Before a line goes: what changes, what breaks, in words; then it goes with its places in rules. */
export function DropLine({ line, office, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const problem = useProblem();
  const removal = removalOf(office, line.id);
  const check = useQuery({
    queryKey: ['drop-line', line.id, office.version, i18n.language],
    queryFn: () => checkOffice(removal.office),
    staleTime: 0,
  });
  const known = useQuery({
    queryKey: ['office-problems', office.version, i18n.language],
    queryFn: () => checkOffice(office),
  });
  const drop = usePublish(async () => {
    const published = await changeParts(removal.changes, office.version);
    // Away before the list is read again: the page of a line that is gone has no window.
    void navigate('/lines');
    return published;
  });
  const had = new Set(known.data?.problems.map((one) => one.text));
  const fresh = check.data?.problems.filter((one) => !had.has(one.text)) ?? [];
  const stops = fresh.filter((one) => one.severity === 'error');
  return (
    <Window title={t('line.dropTitle', { name: line.name })} onClose={onClose} size="lg">
      <div className={classes['form']}>
        {check.isError && <Failure error={check.error} retry={() => void check.refetch()} />}
        {check.isPending && <p className={classes['wait']}>{t('line.dropChecking')}</p>}
        {check.data && (
          <>
            {check.data.plan.length > 0 && (
              <div>
                <h3>{t('line.dropChanges')}</h3>
                <ul>
                  {check.data.plan.map((one) => (
                    <li key={`${one.code}${one.place}`}>{one.text}</li>
                  ))}
                </ul>
              </div>
            )}
            {fresh.length > 0 && (
              <div className={stops.length > 0 ? classes['bad'] : ''}>
                <h3>{t('line.dropBreaks')}</h3>
                <ul>
                  {fresh.map((one) => (
                    <li key={`${one.code}${one.place}`}>{one.text}</li>
                  ))}
                </ul>
              </div>
            )}
            {stops.length > 0 && <p>{t('line.dropStops')}</p>}
          </>
        )}
        {drop.error && (
          <p role="alert" className={classes['bad']}>
            {problem(drop.error)}
          </p>
        )}
        <div className={classes['end']}>
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('action.cancel')}
          </Button>
          <Button
            color="red"
            disabled={!check.data || stops.length > 0}
            loading={drop.isPending}
            onClick={() => drop.mutate(undefined)}
          >
            {t('line.dropSure')}
          </Button>
        </div>
      </div>
    </Window>
  );
}
