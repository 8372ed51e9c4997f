import { Button, PasswordInput, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Check, type Draft, publishDraft } from '@/api/publish';
import { keys } from '@/api/queries';
import { draft as store } from '@/features/scheme/draft';
import { useProblem } from '@/ui/problem';
import classes from './Publish.module.css';

type Props = { draft: Draft; check: Check; onPublished(version: number): void };

/** The reason, passwords that operators gave, a nod to the warnings, and the button. */
export function PublishForm({ draft, check, onPublished }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const nod = useId();
  const [reason, setReason] = useState('');
  const [hasNodded, setNodded] = useState(false);
  const [passwords, setPasswords] = useState<Record<string, string>>({});
  const fresh = check.problems.filter((one) => !one.is_old);
  const errors = fresh.filter((one) => one.severity === 'error').length;
  const warnings = fresh.length - errors;
  const needed = check.passwords_needed;
  const missing = needed.filter((line) => !passwords[line]);
  const publish = useMutation({
    mutationFn: () => publishDraft({ reason, revision: draft.revision, passwords }),
    onSuccess: async ({ version }) => {
      store.forget();
      onPublished(version);
      await memory.invalidateQueries({ queryKey: keys.office });
    },
    // Others may have published or drawn meanwhile: what is shown must be what is there.
    onError: () => void memory.invalidateQueries({ queryKey: keys.office }),
  });
  const isReady = errors === 0 && missing.length === 0 && (warnings === 0 || hasNodded);
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) publish.mutate();
      }}
    >
      {needed.map((line) => (
        <PasswordInput
          key={line}
          label={t('publish.password', {
            line: draft.office.lines.find((one) => one.id === line)?.name ?? line,
          })}
          description={t('publish.passwordText')}
          autoComplete="off"
          value={passwords[line] ?? ''}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setPasswords((had) => ({ ...had, [line]: value }));
          }}
        />
      ))}
      <Textarea
        label={t('publish.reason')}
        placeholder={t('publish.reasonText')}
        autosize
        minRows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {warnings > 0 && errors === 0 && (
        <label className={classes['nod']} htmlFor={nod}>
          <input
            id={nod}
            type="checkbox"
            checked={hasNodded}
            onChange={(event) => setNodded(event.currentTarget.checked)}
          />
          {t('publish.nod', { count: warnings })}
        </label>
      )}
      {publish.error && (
        <p role="alert" className={classes['bad']}>
          {problem(publish.error)}
        </p>
      )}
      <div className={classes['acts']}>
        <Button type="submit" disabled={!isReady} loading={publish.isPending}>
          {t('publish.publish')}
        </Button>
        <small className="v-mute">
          {errors > 0
            ? t('publish.stopped', { count: errors })
            : missing.length > 0
              ? t('publish.needsPassword')
              : t('publish.noCallCut')}
        </small>
      </div>
    </form>
  );
}
