import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { AuditRow } from '@/api/audit';
import { useMinute } from '@/ui/clock';
import { harmless } from '@/ui/harmless';
import { useMoments } from '@/ui/place';
import classes from './Audit.module.css';

/** Deeds, newest first: when, who, what; what it changed is folded away below. */
export function Rows({ rows, busy }: { rows: AuditRow[]; busy: boolean }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  return (
    <ol className={classes['rows']} aria-busy={busy}>
      {rows.map((row) => (
        <li key={row.id}>
          <time dateTime={row.at} title={moments.full(row.at)}>
            {moments.dayTime(row.at, minute)}
          </time>
          <span className={classes['who']}>
            {row.name ? harmless(row.name) : t('audit.house')}
            {row.address && <small>{t('audit.from', { address: row.address })}</small>}
          </span>
          <div className={classes['what']}>
            {row.text}
            {row.subject_text && row.subject_text !== row.login && (
              <>
                {': '}
                {row.link ? (
                  <Link to={row.link}>{harmless(row.subject_text)}</Link>
                ) : (
                  harmless(row.subject_text)
                )}
              </>
            )}
            {row.facts['reason'] && <small>{harmless(row.facts['reason'])}</small>}
            <Changes row={row} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function Changes({ row }: { row: AuditRow }) {
  const { t } = useTranslation();
  const count = row.fields.length || row.plan.length;
  if (count === 0) return null;
  return (
    <details>
      <summary>{t('audit.details', { count })}</summary>
      {row.plan.length > 0 && (
        <ul className={classes['plan']}>
          {row.plan.map((text) => (
            <li key={text}>{harmless(text)}</li>
          ))}
        </ul>
      )}
      {row.fields.length > 0 && (
        <table className={classes['changes']}>
          <thead>
            <tr>
              <th scope="col">{t('audit.field')}</th>
              <th scope="col">{t('audit.before')}</th>
              <th scope="col">{t('audit.after')}</th>
            </tr>
          </thead>
          <tbody>
            {row.fields.map((field) => (
              <tr key={field.name}>
                <th scope="row">{field.name}</th>
                <td>
                  <del>{harmless(field.before) || t('audit.nothing')}</del>
                </td>
                <td>
                  <ins>{harmless(field.after) || t('audit.nothing')}</ins>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}
