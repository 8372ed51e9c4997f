import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rollBack, type Version } from '@/api/publish';
import { keys } from '@/api/queries';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';
import { Between } from './Compare';
import classes from './Publish.module.css';

type Props = {
  version: Version;
  newest: number;
  onClose(): void;
  onPublished(version: number): void;
};

/** Back to an older version: what that changes, and one button. */
export function RollBack({ version, newest, onClose, onPublished }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const [reason, setReason] = useState('');
  const back = useMutation({
    mutationFn: () => rollBack(version.version, reason),
    onSuccess: async ({ version: number }) => {
      onPublished(number);
      onClose();
      await memory.invalidateQueries({ queryKey: keys.office });
    },
  });
  return (
    <Window
      title={t('publish.backTitle', { version: version.version })}
      onClose={onClose}
      size="lg"
    >
      <form
        className={classes['window']}
        onSubmit={(event) => {
          event.preventDefault();
          back.mutate();
        }}
      >
        <p>{t('publish.backText')}</p>
        <Between from={newest} to={version.version} />
        <TextInput
          label={t('publish.reason')}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {back.error && (
          <p role="alert" className={classes['bad']}>
            {problem(back.error)}
          </p>
        )}
        <div className={classes['end']}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={back.isPending} data-autofocus>
            {t('publish.backSure')}
          </Button>
        </div>
      </form>
    </Window>
  );
}
