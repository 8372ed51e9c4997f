import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Reports.module.css';

type Props = {
  title: string;
  note?: string;
  chart?: ReactNode;
  table: ReactNode;
  /** What opens the table, when it is none. */
  more?: string;
};

/** A part of the report: a picture, and the same as a table, which is open when there is none. */
export function Card({ title, note, chart, table, more }: Props) {
  const { t } = useTranslation();
  return (
    <section className={`v-card ${classes['card']}`} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {note && <small>{note}</small>}
      </header>
      {chart}
      {chart ? (
        <details className={classes['details']}>
          <summary>{more ?? t('reports.asTable')}</summary>
          <div className={classes['wide']}>{table}</div>
        </details>
      ) : (
        <div className={classes['wide']}>{table}</div>
      )}
    </section>
  );
}
