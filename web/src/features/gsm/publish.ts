/** A change of the office from a form: saved, told, and everything that it changes read again. */
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { gsmKeys } from '@/api/gsm-queries';
import { keys } from '@/api/queries';

export function usePublish<T>(change: (body: T) => Promise<{ version: number }>) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async ({ version }) => {
      notifications.show({ message: t('gsm.saved', { version }) });
      void memory.invalidateQueries({ queryKey: keys.lines });
      await Promise.all(
        [keys.office, ...gsmKeys.ofOffice].map((queryKey) =>
          memory.invalidateQueries({ queryKey }),
        ),
      );
    },
  });
}
