import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Window } from '@/ui/Window';
import classes from './Privacy.module.css';
import { usePrivacyProblem } from './problem';

type Props = {
  title: string;
  act: string;
  danger?: boolean;
  /** What has to be typed, when something does. */
  typed?: string;
  children?: ReactNode;
  run(password: string, typed: string): Promise<unknown>;
  onClose(): void;
};

/** Something that cannot be undone, or takes data out: one's password once more. */
export function MeanIt({ title, act, danger, typed, children, run, onClose }: Props) {
  const { t } = useTranslation();
  const problem = usePrivacyProblem();
  const [password, setPassword] = useState('');
  const [words, setWords] = useState('');
  const doing = useMutation({ mutationFn: () => run(password, words), onSuccess: onClose });
  return (
    <Window title={title} onClose={onClose}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          doing.mutate();
        }}
      >
        {children}
        {typed && (
          <TextInput
            label={t('privacy.type', { words: typed })}
            value={words}
            autoComplete="off"
            onChange={(event) => setWords(event.currentTarget.value)}
          />
        )}
        <PasswordInput
          label={t('privacy.password')}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={doing.isError ? problem(doing.error) : undefined}
        />
        <div className={classes['end']}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button
            type="submit"
            {...(danger ? { color: 'red' } : {})}
            loading={doing.isPending}
            disabled={!password || (!!typed && !words.trim())}
          >
            {act}
          </Button>
        </div>
      </form>
    </Window>
  );
}
