import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Empty } from '@/ui/Empty';
import { useTitle } from '@/ui/title';
import classes from './Sms.module.css';
import { Thread } from './Thread';
import { Threads } from './Threads';

/** Messages: who wrote on the left, the conversation on the right; one at a time on a phone. */
export function SmsPage() {
  const { t } = useTranslation();
  const number = useParams()['number'] ?? null;
  useTitle(t('sms.title'));
  return (
    <div className={classes['page']} data-open={number !== null}>
      <h1 className="v-hidden">{t('sms.title')}</h1>
      <Threads chosen={number} />
      {number === null ? (
        <section className={`v-card ${classes['none']}`} aria-label={t('sms.thread')}>
          <Empty title={t('sms.choose')}>
            <p>{t('sms.chooseText')}</p>
          </Empty>
        </section>
      ) : (
        <Thread key={number} number={number} />
      )}
    </div>
  );
}
