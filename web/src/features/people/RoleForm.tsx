import { Button, NativeSelect, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type RightRow, type RoleBody, type RoleRow, saveRole } from '@/api/people';
import styles from '@/features/office/Office.module.css';
import { Window } from '@/ui/Window';
import { useRolesRefreshed } from './queries';
import classes from './Roles.module.css';
import { useRefusal } from './refusal';
import { seesAll, useRoleName } from './roles';
import { SightChoice } from './SightChoice';
import { Tick } from './Tick';

type Props = { role: RoleRow | null; rights: RightRow[]; onClose(): void };

const BASES = ['employee', 'head', 'administrator'] as const;

/** A role of the company's own: as which built-in one, whose calls it shows, what it lacks. */
export function RoleForm({ role, rights, onClose }: Props) {
  const { t } = useTranslation();
  const problem = useRefusal();
  const roleName = useRoleName();
  const refreshed = useRolesRefreshed();
  const [draft, setDraft] = useState<RoleBody>(() => draftOf(role));
  const [isTried, setTried] = useState(false);
  const change = (next: Partial<RoleBody>) => setDraft({ ...draft, ...next });
  const isNameless = draft.name.trim() === '';
  const save = useMutation({
    mutationFn: () =>
      saveRole(role?.slug ?? null, {
        ...draft,
        name: draft.name.trim(),
        sight: seesAll(draft.base) ? 'all' : draft.sight,
      }),
    onSuccess: async (saved) => {
      notifications.show({ message: t('staff.roles.saved', { name: saved.name }) });
      await refreshed();
      onClose();
    },
  });
  return (
    <Window
      title={role ? t('staff.roles.editWhat', { name: role.name }) : t('staff.roles.new')}
      onClose={onClose}
      size="xl"
    >
      <form
        className={styles['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!isNameless) save.mutate();
        }}
      >
        {role && role.accounts > 0 && (
          <p className={styles['stale']}>{t('staff.roles.atOnce', { count: role.accounts })}</p>
        )}
        <div className={styles['pair']}>
          <TextInput
            label={t('staff.roles.name')}
            placeholder={t('staff.roles.nameExample')}
            data-autofocus
            autoComplete="off"
            maxLength={80}
            value={draft.name}
            error={isTried && isNameless ? t('staff.roles.nameless') : null}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <NativeSelect
            label={t('staff.roles.base')}
            description={t('staff.roles.baseHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={draft.base}
            onChange={(event) =>
              change({ base: BASES.find((one) => one === event.currentTarget.value) ?? 'employee' })
            }
          >
            {BASES.map((base) => (
              <option key={base} value={base}>
                {roleName(base)}
              </option>
            ))}
          </NativeSelect>
        </div>
        {seesAll(draft.base) ? (
          <p className="v-mute">{t('staff.sight.everything')}</p>
        ) : (
          <SightChoice
            value={draft.sight}
            onChange={(sight) => sight !== '' && change({ sight })}
          />
        )}
        <fieldset>
          <legend>{t('staff.roles.denied')}</legend>
          <small className="v-mute">
            {t('staff.roles.deniedHint', { base: roleName(draft.base) })}
          </small>
          <div className={classes['rights']}>
            {rights.map(({ right, text }) => {
              const area = right.replace(':write', '');
              const isUnder = area !== right && rights.some((one) => one.right === area);
              const isTaken = isUnder && draft.denied.includes(area);
              return (
                <div key={right} data-under={isUnder}>
                  <Tick
                    label={text}
                    disabled={isTaken}
                    checked={isTaken || draft.denied.includes(right)}
                    onChange={(checked) =>
                      change({
                        denied: checked
                          ? [...draft.denied, right]
                          : draft.denied.filter((one) => one !== right),
                      })
                    }
                  />
                </div>
              );
            })}
          </div>
        </fieldset>
        {save.isError && (
          <p role="alert" className={styles['bad']}>
            {problem(save.error)}
          </p>
        )}
        <div className={styles['acts']}>
          <Button type="submit" loading={save.isPending}>
            {t(role ? 'staff.roles.save' : 'staff.roles.create')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
        </div>
      </form>
    </Window>
  );
}

function draftOf(role: RoleRow | null): RoleBody {
  if (!role) return { name: '', base: 'employee', sight: 'departments', denied: [] };
  const base = BASES.find((one) => one === role.base) ?? 'employee';
  return { name: role.name, base, sight: role.sight, denied: [...role.denied] };
}
