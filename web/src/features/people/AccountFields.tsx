import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PersonRow } from '@/api/people';
import type { Office } from '@/api/types';
import styles from '@/features/office/Office.module.css';
import { suggestedLogin } from './draft';
import { seesAll, useRoles } from './roles';
import { SightFields } from './SightFields';
import type { PersonForm } from './usePersonForm';

type Props = { form: PersonForm; person: PersonRow | null; office: Office | undefined };

/** His way in: the login, as what he comes in, and whose calls he then sees. */
export function AccountFields({ form, person, office }: Props) {
  const { t } = useTranslation();
  const roles = useRoles();
  const { draft } = form;
  const suggested = suggestedLogin(draft.name);
  const had = person?.account?.active ? person.account.login : null;
  const role = roles.find((one) => one.slug === draft.role);
  const choose = (slug: string) => {
    const base = roles.find((one) => one.slug === slug)?.base;
    // What an administrator cannot have is not sent along unseen.
    form.change(base && seesAll(base) ? { role: slug, sight: '', sees: [] } : { role: slug });
  };
  return (
    <>
      <div className={styles['pair']}>
        <div>
          <TextInput
            label={t('staff.form.login')}
            description={t('staff.form.loginHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={60}
            value={draft.login}
            error={form.at('login')}
            onChange={(event) => form.change({ login: event.currentTarget.value })}
          />
          {!draft.login && suggested.length > 1 && person === null && (
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => form.change({ login: suggested })}
            >
              {t('staff.form.suggest', { login: suggested })}
            </Button>
          )}
          {had && !draft.login.trim() && (
            <small className={styles['warn']}>{t('staff.form.willLock', { login: had })}</small>
          )}
        </div>
        <NativeSelect
          label={t('staff.form.role')}
          disabled={!draft.login.trim()}
          value={draft.role}
          error={form.at('role')}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          {roles.every((one) => one.slug !== draft.role) && (
            <option value={draft.role}>{draft.role}</option>
          )}
          {roles.map((one) => (
            <option key={one.slug} value={one.slug}>
              {one.name}
            </option>
          ))}
        </NativeSelect>
      </div>
      {draft.login.trim() && <SightFields form={form} role={role} office={office} />}
    </>
  );
}
