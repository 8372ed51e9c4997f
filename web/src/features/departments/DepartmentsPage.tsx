import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Office } from '@/api/types';
import { usePeople } from '@/app/context';
import styles from '@/features/office/Office.module.css';
import { OfficePage } from '@/features/office/OfficePage';
import { Empty } from '@/ui/Empty';
import { Member } from './Member';

/** Departments: whom each rings, how, and who of them is free now. */
export function DepartmentsPage() {
  const { t } = useTranslation();
  return (
    <OfficePage
      title={t('office.title')}
      acts={
        <Button component={Link} to="/departments/new">
          {t('office.department.new')}
        </Button>
      }
    >
      {(office) => <List office={office} />}
    </OfficePage>
  );
}

function List({ office }: { office: Office }) {
  const { t } = useTranslation();
  const live = usePeople();
  const departments = office.departments;
  if (departments.length === 0) {
    return (
      <section className="v-card">
        <Empty title={t('office.department.empty')}>
          <p>{t('office.department.emptyText')}</p>
        </Empty>
      </section>
    );
  }
  return (
    <section className={`v-card ${styles['wide']}`} aria-label={t('office.room.departments')}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th>{t('office.department.one')}</th>
            <th>{t('office.department.members')}</th>
            <th>{t('office.department.how')}</th>
            <th>{t('office.department.seconds')}</th>
            <th>{t('office.department.after')}</th>
          </tr>
        </thead>
        <tbody>
          {departments.map((one) => {
            const members = one.members.map((id) => office.people.find((p) => p.id === id));
            const free = live.filter(
              (p) => one.members.includes(p.person) && p.state === 'free' && !p.away,
            ).length;
            return (
              <tr key={one.number} className={styles['row']}>
                <td>
                  <Link data-row to={`/departments/${one.number}`}>
                    {one.number} · {one.name}
                  </Link>
                  <br />
                  <small className="v-mute">
                    {one.members.length > 0
                      ? t('office.department.free', { count: free, total: one.members.length })
                      : t('office.department.nobody')}
                  </small>
                </td>
                <td>
                  <ul className={styles['crew']}>
                    {members.map((person, at) => (
                      <li key={person?.id ?? one.members[at]}>
                        <Member
                          name={person?.name ?? one.members[at] ?? ''}
                          extension={person?.extension ?? ''}
                        />
                      </li>
                    ))}
                  </ul>
                </td>
                <td data-label={t('office.department.how')}>
                  {t(`office.strategy.${one.strategy}.name`)}
                </td>
                <td className={styles['mono']} data-label={t('office.department.seconds')}>
                  {t('office.seconds', { count: one.seconds })}
                </td>
                <td>
                  <span className={styles['tags']}>
                    <span className="v-tag">
                      {t(
                        one.record ? 'office.department.recorded' : 'office.department.unrecorded',
                      )}
                    </span>
                    {one.score && <span className="v-tag">{t('office.department.scored')}</span>}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
