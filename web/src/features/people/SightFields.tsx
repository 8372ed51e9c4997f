import { useTranslation } from 'react-i18next';
import type { Office } from '@/api/types';
import styles from '@/features/office/Office.module.css';
import classes from './People.module.css';
import { type RoleChoice, seesAll } from './roles';
import { SightChoice } from './SightChoice';
import { Tick } from './Tick';
import type { PersonForm } from './usePersonForm';

type Props = { form: PersonForm; role: RoleChoice | undefined; office: Office | undefined };

/** Whose calls he sees (S24): what his role says, or something of his own. */
export function SightFields({ form, role, office }: Props) {
  const { t } = useTranslation();
  const { draft } = form;
  if (role && seesAll(role.base)) {
    return <small className="v-mute">{t('staff.sight.everything')}</small>;
  }
  const isOwnRole = role !== undefined && role.slug !== role.base;
  const value = draft.sight || (isOwnRole ? '' : 'all');
  const names = (office?.departments ?? [])
    .filter((one) => draft.departments.includes(one.number))
    .map((one) => one.name);
  const effective = value || (role?.sight ?? 'all');
  return (
    <SightChoice
      value={value}
      asRole={isOwnRole ? role.sight : null}
      onChange={(sight) =>
        // A built-in role shows everything: to choose that is to ask for nothing of one's own.
        form.change({ sight: !isOwnRole && sight === 'all' ? '' : sight })
      }
    >
      {effective === 'departments' && (
        <>
          {draft.sight === 'departments' && (office?.departments.length ?? 0) > 0 && (
            <div className={classes['checks']}>
              {office?.departments.map((one) => (
                <Tick
                  key={one.number}
                  label={t('staff.sight.department', { name: one.name, number: one.number })}
                  checked={draft.sees.includes(one.number)}
                  onChange={(checked) =>
                    form.change({
                      sees: checked
                        ? [...draft.sees, one.number]
                        : draft.sees.filter((number) => number !== one.number),
                    })
                  }
                />
              ))}
            </div>
          )}
          {draft.sees.length === 0 &&
            (names.length > 0 ? (
              <small className="v-mute">
                {t(draft.sight ? 'staff.sight.member' : 'staff.sight.memberOf', {
                  names: names.join(', '),
                })}
              </small>
            ) : (
              <small className={styles['warn']}>{t('staff.sight.noDepartment')}</small>
            ))}
        </>
      )}
      {form.at('sight_departments') && (
        <small className={styles['bad']}>{form.at('sight_departments')}</small>
      )}
    </SightChoice>
  );
}
