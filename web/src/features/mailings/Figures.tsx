import { useTranslation } from 'react-i18next';
import type { Mailing } from '@/api/mailings';
import classes from './Mailings.module.css';

const FIGURES = ['delivered', 'sent', 'sending', 'waiting', 'failed', 'skipped'] as const;

/** How many people stand where; what is nobody's is left out. */
export function Figures({ row }: { row: Mailing }) {
  const { t } = useTranslation();
  const done = row.recipients - row.waiting - row.sending;
  return (
    <span className={classes['figures']}>
      <progress
        max={Math.max(1, row.recipients)}
        value={done}
        aria-label={t('mailings.progress', { done, all: row.recipients })}
      />
      {FIGURES.filter((name) => row[name] > 0).map((name) => (
        <small key={name} data-figure={name}>
          <b className="v-num">{row[name]}</b> {t(`mailings.figure.${name}`)}
        </small>
      ))}
    </span>
  );
}
