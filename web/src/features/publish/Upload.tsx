import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/error';
import { type Draft, draftQuery, keepDraft, readYaml } from '@/api/publish';
import { draft as store } from '@/features/scheme/draft';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';
import classes from './Publish.module.css';

/** A file of YAML becomes the draft; nothing is published by that. */
export function Upload({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState<File | null>(null);
  const take = useMutation({
    mutationFn: async (file: File) => {
      const office = await readYaml(await file.text());
      await keepDraft(draft.revision, office);
    },
    onSuccess: async () => {
      store.forget();
      await memory.invalidateQueries({ queryKey: draftQuery.queryKey });
    },
    onSettled: () => setAsked(null),
  });
  const unreadable = take.error instanceof ApiError && take.error.code === 'office_unreadable';
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".yaml,.yml,text/yaml"
        className="v-hidden"
        tabIndex={-1}
        aria-label={t('publish.upload')}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (!file) return;
          if (draft.is_changed) setAsked(file);
          else take.mutate(file);
        }}
      />
      <Button variant="default" loading={take.isPending} onClick={() => input.current?.click()}>
        {t('publish.upload')}
      </Button>
      {take.error && (
        <p role="alert" className={classes['bad']}>
          {unreadable && `${t('publish.unreadable')} `}
          {problem(take.error)}
        </p>
      )}
      {asked && (
        <Window title={t('publish.overTitle')} onClose={() => setAsked(null)}>
          <div className={classes['window']}>
            <p>{t('publish.overText', { name: asked.name })}</p>
            <div className={classes['end']}>
              <Button variant="default" onClick={() => setAsked(null)} data-autofocus>
                {t('action.cancel')}
              </Button>
              <Button loading={take.isPending} onClick={() => take.mutate(asked)}>
                {t('publish.overSure')}
              </Button>
            </div>
          </div>
        </Window>
      )}
    </>
  );
}
