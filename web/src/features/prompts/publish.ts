/** A change of sounds from a form: published at once, and everything that it changes read again. */
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { dropPart, putPart } from '@/api/parts';
import { promptKeys, type Sound } from '@/api/prompts';
import { keys, officeQuery } from '@/api/queries';
import type { components } from '@/api/schema';

type Policy = components['schemas']['Policy'];
export type Change =
  | { kind: 'put'; sound: Sound; id: string; name: string }
  | { kind: 'drop'; id: string }
  | { kind: 'policy'; value: Policy };

export function usePromptChange() {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const office = useQuery(officeQuery);
  const based_on = office.data?.version ?? null;
  return useMutation({
    mutationFn: async (change: Change) => {
      switch (change.kind) {
        case 'put': {
          const { sha256, seconds } = change.sound.prompt;
          const { id, name } = change;
          return putPart({
            section: 'prompts',
            key: id,
            value: { id, name, sha256, seconds },
            based_on,
          });
        }
        case 'drop':
          return dropPart('prompts', change.id);
        case 'policy':
          return putPart({ section: 'policy', key: '', value: change.value, based_on });
      }
    },
    onSuccess: async ({ version }) => {
      notifications.show({ message: t('prompts.saved', { version }) });
      await Promise.all(
        [keys.office, promptKeys.sounds, promptKeys.music].map((queryKey) =>
          memory.invalidateQueries({ queryKey }),
        ),
      );
    },
  });
}
