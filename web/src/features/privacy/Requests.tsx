import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { erasuresQuery } from '@/api/privacy';
import { Failure } from '@/ui/Failure';
import { useMoments } from '@/ui/place';
import classes from './Privacy.module.css';

/** Requests to be erased, and how far they are; they name nobody. */
export function Requests() {
  const { t } = useTranslation();
  const { full } = useMoments();
  const query = useQuery({
    ...erasuresQuery,
    refetchInterval: (q) => (q.state.data?.some((one) => one.state !== 'done') ? 1500 : false),
  });
  return (
    <section className={`v-card ${classes['card']}`} aria-label={t('privacy.requests')}>
      <h2>{t('privacy.requests')}</h2>
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data?.length === 0 && <p className="v-mute">{t('privacy.noRequests')}</p>}
      {!!query.data?.length && (
        <div className={classes['scroll']}>
          <table className={classes['table']}>
            <thead>
              <tr>
                <th>{t('privacy.who')}</th>
                <th>{t('privacy.state.title')}</th>
                <th>{t('privacy.asked')}</th>
                <th>{t('privacy.gone')}</th>
              </tr>
            </thead>
            <tbody>
              {query.data.map((one) => (
                <tr key={one.id}>
                  <td>{t('privacy.erasedPerson', { tag: one.tag })}</td>
                  <td>
                    {t(`privacy.state.${one.state}`)}
                    {one.waiting.length > 0 &&
                      `: ${t('privacy.waitsFor', { boxes: one.waiting.join(', ') })}`}
                  </td>
                  <td>
                    {full(one.at)}, {one.author}
                  </td>
                  <td>
                    {t('privacy.goneCounts', {
                      calls: one.counts['calls'] ?? 0,
                      recordings: one.counts['recordings'] ?? 0,
                      sms: one.counts['sms'] ?? 0,
                    })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
