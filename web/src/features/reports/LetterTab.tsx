import { Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { letterPreviewQuery, letterQuery, wantLetter } from '@/api/reports';
import { useMe } from '@/app/context';
import { isAdministrator } from '@/features/gsm/places';
import { useMinute } from '@/ui/clock';
import { Failure } from '@/ui/Failure';
import { useMoments } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import classes from './Reports.module.css';

/** The letter on Monday: whether it comes, and how it looks. */
export function LetterTab() {
  const { t } = useTranslation();
  const me = useMe();
  const moments = useMoments();
  const minute = useMinute();
  const words = useProblem();
  const cache = useQueryClient();
  const letter = useQuery(letterQuery);
  const preview = useQuery(letterPreviewQuery);
  const change = useMutation({
    mutationFn: wantLetter,
    onSuccess: (found) => cache.setQueryData(letterQuery.queryKey, found),
  });
  const it = letter.data;
  return (
    <>
      <section className={`v-card ${classes['card']}`} aria-label={t('reports.letter.title')}>
        <header>
          <h2>{t('reports.letter.title')}</h2>
        </header>
        {letter.isError && <Failure error={letter.error} retry={() => void letter.refetch()} />}
        {it && (
          <div className={classes['advice']}>
            <Switch
              label={t('reports.letter.want')}
              description={t('reports.letter.when', {
                day: moments.day(it.next_at, minute),
                time: moments.time(it.next_at),
              })}
              checked={change.isPending ? change.variables : it.is_wanted}
              onChange={(event) => change.mutate(event.currentTarget.checked)}
            />
            {change.isError && <p role="alert">{words(change.error)}</p>}
            {it.is_wanted && !it.has_mail && (
              <p data-warn="true">
                {t('reports.letter.noServer')}{' '}
                {isAdministrator(me.role) && (
                  <Link to="/integrations">{t('reports.letter.setServer')}</Link>
                )}
              </p>
            )}
            {it.is_wanted && it.has_mail && !it.has_address && (
              <p data-warn="true">
                {t('reports.letter.noAddress')}{' '}
                <Link to="/account">{t('reports.letter.setAddress')}</Link>
              </p>
            )}
          </div>
        )}
      </section>
      <section className={`v-card ${classes['card']}`} aria-label={t('reports.letter.preview')}>
        <header>
          <h2>{t('reports.letter.preview')}</h2>
          <small>{preview.data?.subject}</small>
        </header>
        {preview.isError && <Failure error={preview.error} retry={() => void preview.refetch()} />}
        {preview.data && <pre className={classes['letter']}>{preview.data.text}</pre>}
      </section>
    </>
  );
}
