import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addHold } from '@/api/privacy';
import { Window } from '@/ui/Window';
import classes from './Privacy.module.css';
import { usePrivacyProblem } from './problem';

export type HeldThing = { kind: 'client' | 'call'; id: number };

/** Says why a client or a call must stay, and makes it so. */
export function HoldWindow({ on, onClose }: { on: HeldThing; onClose(): void }) {
  const { t } = useTranslation();
  const problem = usePrivacyProblem();
  const cache = useQueryClient();
  const [reason, setReason] = useState('');
  const put = useMutation({
    mutationFn: () => addHold({ kind: on.kind, [on.kind]: on.id, department: '', reason }),
    onSuccess: async () => {
      await Promise.all(
        ['holds', 'call', 'privacy-person'].map((one) =>
          cache.invalidateQueries({ queryKey: [one] }),
        ),
      );
      onClose();
    },
  });
  return (
    <Window
      title={t(on.kind === 'client' ? 'privacy.holdClient' : 'privacy.holdCall')}
      onClose={onClose}
    >
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          put.mutate();
        }}
      >
        <p className="v-mute">{t('privacy.holdsText')}</p>
        <Textarea
          data-autofocus
          label={t('privacy.reason')}
          placeholder={t('privacy.reasonLike')}
          maxLength={300}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={put.isError ? problem(put.error) : undefined}
        />
        <div className={classes['end']}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={put.isPending} disabled={reason.trim().length < 3}>
            {t('privacy.putHold')}
          </Button>
        </div>
      </form>
    </Window>
  );
}
