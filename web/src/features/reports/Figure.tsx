import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePlace } from '@/ui/place';
import classes from './Reports.module.css';

type Props = { value: number; to: string; label: string };

/** A number that opens its calls; nothing is nothing to open. */
export function Figure({ value, to, label }: Props) {
  const { language } = usePlace();
  const text = new Intl.NumberFormat(language).format(value);
  if (!value) return <span className={classes['zero']}>0</span>;
  return (
    <Link to={to} className={classes['figure']} aria-label={`${label}: ${text}`}>
      {text}
    </Link>
  );
}

/** How it was in the period before. */
export function Before({ text }: { text: string }) {
  const { t } = useTranslation();
  return <small className={classes['before']}>{t('reports.before', { text })}</small>;
}
