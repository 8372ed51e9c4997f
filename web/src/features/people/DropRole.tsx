import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { dropRole, type RoleRow } from '@/api/people';
import styles from '@/features/office/Office.module.css';
import { Window } from '@/ui/Window';
import { useRolesRefreshed } from './queries';
import { useRefusal } from './refusal';

type Props = { role: RoleRow; names: string[]; onClose(): void };

/** A role is taken away for good; who has it is told before. */
export function DropRole({ role, names, onClose }: Props) {
  const { t } = useTranslation();
  const problem = useRefusal();
  const refreshed = useRolesRefreshed();
  const drop = useMutation({
    mutationFn: () => dropRole(role.slug),
    onSuccess: async () => {
      notifications.show({ message: t('staff.roles.dropped', { name: role.name }) });
      await refreshed();
      onClose();
    },
    // Somebody was given it meanwhile: who, the list knows then.
    onError: () => void refreshed(),
  });
  return (
    <Window title={t('staff.roles.dropWhat', { name: role.name })} onClose={onClose}>
      <div className={styles['stack']}>
        {names.length > 0 ? (
          <p>{t('staff.roles.hasIt', { names: names.join(', ') })}</p>
        ) : (
          <p>{t('staff.roles.sure')}</p>
        )}
        {drop.isError && (
          <p role="alert" className={styles['bad']}>
            {problem(drop.error)}
          </p>
        )}
        <div className={styles['acts']}>
          <Button
            color="red"
            loading={drop.isPending}
            disabled={names.length > 0}
            onClick={() => drop.mutate()}
          >
            {t('staff.roles.drop')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
        </div>
      </div>
    </Window>
  );
}
