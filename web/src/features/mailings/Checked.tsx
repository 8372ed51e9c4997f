import { useTranslation } from 'react-i18next';
import type { MailingCheck } from '@/api/mailings';
import { useProblem } from '@/ui/problem';
import classes from './Mailings.module.css';

type Props = { check: MailingCheck | undefined; isAsked: boolean; error: unknown };

/** What a text for many would do: how it reads, how many get it, who does not and why. */
export function Checked({ check, isAsked, error }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  if (error && !isAsked) {
    return (
      <p role="alert" className={classes['bad']}>
        {problem(error)}
      </p>
    );
  }
  if (!check) {
    return (
      <p className={classes['quiet']} role="status">
        {t(isAsked ? 'mailings.check.counting' : 'mailings.check.empty')}
      </p>
    );
  }
  return (
    <div className={classes['checked']} aria-busy={isAsked}>
      <p>
        <b className={classes['big']}>{t('mailings.people', { count: check.recipients })}</b>
        <small className={classes['quiet']}>
          {t('mailings.check.parts', { count: check.parts })}
          {', '}
          {check.days > 1
            ? t('mailings.check.days', { count: check.days, limit: check.day_parts })
            : t('mailings.check.today')}
        </small>
      </p>
      {check.unknown.length > 0 && (
        <p className={classes['warn']}>
          {t('mailings.check.unknown', { words: check.unknown.map((w) => `{${w}}`).join(', ') })}
        </p>
      )}
      {check.samples.length > 0 && (
        <>
          <h3>{t('mailings.check.reads')}</h3>
          <ul className={classes['samples']}>
            {check.samples.map((one) => (
              <li key={one.number}>
                <small className={classes['quiet']}>{one.name || one.pretty}</small>
                <p className={classes['said']}>{one.text}</p>
              </li>
            ))}
          </ul>
        </>
      )}
      {check.skipped.length > 0 && (
        <>
          <h3>{t('mailings.check.skipped')}</h3>
          <ul className={classes['skipped']}>
            {check.skipped.map((one) => (
              <li key={one.why}>
                <b className="v-num">{one.count}</b> {one.text}
                <small className={classes['quiet']}>
                  {one.examples.join(', ')}
                  {one.count > one.examples.length && '…'}
                </small>
              </li>
            ))}
          </ul>
        </>
      )}
      {check.stop_word && (
        <small className={classes['quiet']}>
          {t('mailings.check.quiet', { word: check.stop_word })}
        </small>
      )}
    </div>
  );
}
