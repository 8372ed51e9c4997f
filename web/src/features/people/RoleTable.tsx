import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RightRow, RoleRow } from '@/api/people';
import styles from '@/features/office/Office.module.css';
import classes from './Roles.module.css';
import { useRoleName } from './roles';

type Props = {
  roles: RoleRow[];
  rights: RightRow[];
  namesOf(role: RoleRow): string[];
  onEdit?(role: RoleRow): void;
  onDrop?(role: RoleRow): void;
};

/** So many names are told; of more, how many. */
const NAMES = 3;

/** Roles one a row: who has it, whose calls it shows, what it takes away. */
export function RoleTable({ roles, rights, namesOf, onEdit, onDrop }: Props) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  return (
    <table className={`${styles['table']} ${classes['roles']}`}>
      <thead>
        <tr>
          <th>{t('staff.roles.column.role')}</th>
          <th>{t('staff.roles.column.who')}</th>
          <th>{t('staff.roles.column.sees')}</th>
          <th>{t(onEdit ? 'staff.roles.column.denied' : 'staff.roles.column.may')}</th>
          {onEdit && <th aria-label={t('staff.roles.column.acts')} />}
        </tr>
      </thead>
      <tbody>
        {roles.map((role) => (
          <tr key={role.slug} data-role={role.slug}>
            <td>
              <b>{role.built_in ? roleName(role.slug) : role.name}</b>
              {!role.built_in && (
                <small>{t('staff.roles.asBase', { base: roleName(role.base) })}</small>
              )}
            </td>
            <td data-label={t('staff.roles.column.who')}>
              <Who count={role.accounts} names={namesOf(role)} />
            </td>
            <td data-label={t('staff.roles.column.sees')}>{t(`staff.sight.${role.sight}`)}</td>
            <td data-label={t(onEdit ? 'staff.roles.column.denied' : 'staff.roles.column.may')}>
              {role.built_in ? (
                t(`staff.roles.may.${role.base}`)
              ) : (
                <Denied denied={role.denied} rights={rights} />
              )}
            </td>
            {onEdit && onDrop && (
              <td>
                <div className={classes['acts']}>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t('staff.roles.editWhat', { name: role.name })}
                    onClick={() => onEdit(role)}
                  >
                    {t('staff.roles.edit')}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="red"
                    aria-label={t('staff.roles.dropWhat', { name: role.name })}
                    onClick={() => onDrop(role)}
                  >
                    {t('staff.roles.drop')}
                  </Button>
                </div>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Who({ count, names }: { count: number; names: string[] }) {
  const { t } = useTranslation();
  if (count === 0) return <span className="v-mute">{t('staff.roles.nobody')}</span>;
  return (
    <>
      {t('staff.roles.people', { count })}
      {names.length > 0 && (
        <small>
          {names.slice(0, NAMES).join(', ')}
          {names.length > NAMES && ` ${t('staff.roles.andMore', { count: names.length - NAMES })}`}
        </small>
      )}
    </>
  );
}

function Denied({ denied, rights }: { denied: readonly string[]; rights: RightRow[] }) {
  const { t } = useTranslation();
  if (denied.length === 0) return <span className="v-mute">{t('staff.roles.nothing')}</span>;
  // Who has nothing of an area cannot change it either: that is told once.
  const told = denied.filter(
    (right) => !denied.includes(right.replace(':write', '')) || !right.includes(':'),
  );
  return (
    <ul className={classes['denied']}>
      {told.map((right) => (
        <li key={right}>{rights.find((one) => one.right === right)?.text ?? right}</li>
      ))}
    </ul>
  );
}
