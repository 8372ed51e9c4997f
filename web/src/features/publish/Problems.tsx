import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Check, Draft } from '@/api/publish';
import { pageOf } from './groups';
import classes from './Publish.module.css';

type Problem = Check['problems'][number];

/** Errors, which stop a publication, and warnings that the draft brings; those of before apart. */
export function Problems({
  problems,
  office,
}: {
  problems: readonly Problem[];
  office: Draft['office'];
}) {
  const { t } = useTranslation();
  const fresh = problems.filter((one) => !one.is_old);
  const old = problems.filter((one) => one.is_old);
  const errors = fresh.filter((one) => one.severity === 'error');
  const warnings = fresh.filter((one) => one.severity === 'warning');
  return (
    <div className={classes['problems']}>
      {fresh.length === 0 && (
        <p className={classes['good']} role="status">
          {t('publish.noProblems')}
        </p>
      )}
      {errors.length > 0 && (
        <Part title={t('publish.errors')} kind="error" found={errors} office={office} />
      )}
      {warnings.length > 0 && (
        <Part title={t('publish.warnings')} kind="warning" found={warnings} office={office} />
      )}
      {old.length > 0 && (
        <details>
          <summary>{t('publish.oldProblems', { count: old.length })}</summary>
          <List found={old} office={office} />
        </details>
      )}
    </div>
  );
}

type PartProps = {
  title: string;
  kind: 'error' | 'warning';
  found: readonly Problem[];
  office: Draft['office'];
};

function Part({ title, kind, found, office }: PartProps) {
  return (
    <section className={classes['problem']} data-kind={kind}>
      <h3>{title}</h3>
      <List found={found} office={office} />
    </section>
  );
}

function List({ found, office }: { found: readonly Problem[]; office: Draft['office'] }) {
  const { t } = useTranslation();
  return (
    <ul>
      {found.map((one, index) => {
        const page = pageOf(one.place, office);
        return (
          // Two problems may share code and place and tell different things.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is told anew as a whole
          <li key={`${one.code} ${one.place} ${index}`}>
            {one.text} {page && <Link to={page}>{t('publish.mend')}</Link>}
          </li>
        );
      })}
    </ul>
  );
}
