import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import {
  type PersonRow,
  peopleQuery,
  type RightRow,
  type RoleRow,
  rightsQuery,
  rolesQuery,
} from '@/api/people';
import { useMe } from '@/app/context';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { sees } from '@/features/cabinet/places';
import { Panel } from '@/features/gsm/Panel';
import styles from '@/features/office/Office.module.css';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { DropRole } from './DropRole';
import classes from './People.module.css';
import { RoleForm } from './RoleForm';
import { RoleTable } from './RoleTable';
import { Waiting } from './Waiting';

type Open = { role: RoleRow | null; what: 'edit' | 'drop' };

/** Roles: what comes built in, and the company's own with what they see and may not (S24). */
export function RolesPage() {
  const { t } = useTranslation();
  const { role } = useMe();
  const may = sees(role, 'administrator');
  const [open, setOpen] = useState<Open | null>(null);
  const roles = useQuery({ ...rolesQuery, enabled: may });
  const rights = useQuery({ ...rightsQuery, enabled: may });
  const people = useQuery({ ...peopleQuery, enabled: may });
  const failed = roles.isError ? roles : rights;
  const told = roles.data && rights.data ? { roles: roles.data, rights: rights.data } : null;
  return (
    <Cabinet
      title={t('staff.roles.title')}
      acts={
        <div className={classes['acts']}>
          <Button component={Link} to="/people" variant="default">
            {t('staff.back')}
          </Button>
          <Button
            leftSection={<Icon name="plus" size={15} />}
            disabled={!told}
            onClick={() => setOpen({ role: null, what: 'edit' })}
          >
            {t('staff.roles.new')}
          </Button>
        </div>
      }
    >
      {!told && (roles.isPending || rights.isPending) && !failed.isError && <Waiting />}
      {!told && failed.isError && (
        <section className="v-card">
          <Failure
            error={failed.error}
            retry={() => {
              void roles.refetch();
              void rights.refetch();
            }}
          />
        </section>
      )}
      {told && <Lists {...told} open={setOpen} namesOf={namesBy(people.data?.people ?? [])} />}
      {told && open?.what === 'edit' && (
        <RoleForm role={open.role} {...told} onClose={() => setOpen(null)} />
      )}
      {open?.what === 'drop' && open.role && (
        <DropRole
          role={open.role}
          names={namesBy(people.data?.people ?? [])(open.role)}
          onClose={() => setOpen(null)}
        />
      )}
    </Cabinet>
  );
}

/** Who has a role; a locked account keeps an own one, and of a built-in one it is not counted. */
function namesBy(people: PersonRow[]): (role: RoleRow) => string[] {
  return (role) =>
    people
      .filter(
        ({ account }) =>
          account !== null &&
          (account.own_role ?? account.role) === role.slug &&
          (account.active || !role.built_in),
      )
      .map((one) => one.name);
}

type ListsProps = {
  roles: RoleRow[];
  rights: RightRow[];
  namesOf(role: RoleRow): string[];
  open(what: Open): void;
};

function Lists({ roles, rights, namesOf, open }: ListsProps) {
  const { t } = useTranslation();
  const own = roles.filter((one) => !one.built_in);
  return (
    <div className={styles['stack']}>
      <Panel title={t('staff.roles.own')} note={t('staff.roles.ownNote')}>
        {own.length === 0 ? (
          <Empty title={t('staff.roles.none')}>
            <p>{t('staff.roles.noneText')}</p>
            <Button onClick={() => open({ role: null, what: 'edit' })}>
              {t('staff.roles.new')}
            </Button>
          </Empty>
        ) : (
          <RoleTable
            roles={own}
            rights={rights}
            namesOf={namesOf}
            onEdit={(role) => open({ role, what: 'edit' })}
            onDrop={(role) => open({ role, what: 'drop' })}
          />
        )}
      </Panel>
      <Panel title={t('staff.roles.builtIn')} note={t('staff.roles.builtInNote')}>
        <RoleTable roles={roles.filter((one) => one.built_in)} rights={rights} namesOf={namesOf} />
      </Panel>
    </div>
  );
}
