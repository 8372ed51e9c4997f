import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { client, taken } from '@/api/client';
import { type Answers, type TemplateId, templatesQuery } from '@/api/start';
import type { Office } from '@/api/types';
import { sendable, TemplateForm } from '@/features/start/TemplateForm';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';
import { draft } from './draft';
import { blankScheme, freeSchemeId, withNew } from './list';
import classes from './Schemes.module.css';

type Given = NonNullable<Answers>;

/** A new incoming scheme: blank, or a ready one after a few questions. It comes into the draft. */
export function NewScheme({ office, onClose }: { office: Office; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const problem = useProblem();
  const templates = useQuery(templatesQuery(i18n.language)).data ?? [];
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const [chosen, setChosen] = useState<TemplateId | null>(null);
  const [answers, setAnswers] = useState<Given>({} as Given);
  const template = templates.find((one) => one.id === chosen);
  const isEmpty = name.trim() === '';
  const opened = (id: string) => {
    onClose();
    void navigate(`/schemes/${id}`);
  };
  const fill = useMutation({
    mutationFn: async (asked: TemplateId) =>
      taken(
        await client.POST('/api/v1/office/templates/{template}', {
          params: { path: { template: asked } },
          body: { answers: sendable(answers), office, is_spoken: true },
        }),
      ),
    onSuccess: (made) => {
      const id = freeSchemeId(office, 'inbound');
      draft.edit((all) =>
        withNew(
          {
            ...all,
            departments: [...(all.departments ?? []), ...made.departments],
            prompts: [...(all.prompts ?? []), ...made.prompts],
          },
          { ...made.scheme, id, name: name.trim() },
        ),
      );
      opened(id);
    },
  });
  const create = () => {
    setTried(true);
    if (isEmpty) return;
    if (chosen !== null) {
      fill.mutate(chosen);
      return;
    }
    const id = freeSchemeId(office, 'inbound');
    draft.edit((all) => withNew(all, blankScheme(id, name.trim())));
    opened(id);
  };
  return (
    <Window title={t('scheme.new')} onClose={onClose} size="lg">
      <form
        className={classes['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          create();
        }}
      >
        <TextInput
          data-autofocus
          label={t('scheme.name')}
          maxLength={80}
          value={name}
          error={tried && isEmpty ? t('scheme.bad.missing') : null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {templates.length > 0 && (
          <fieldset className={classes['templates']}>
            <legend>{t('scheme.fromTemplate')}</legend>
            {[
              { id: null, name: t('scheme.blank'), about: t('scheme.blankText') },
              ...templates,
            ].map((one) => (
              <label key={one.id ?? ''} data-chosen={one.id === chosen}>
                <input
                  type="radio"
                  name="template"
                  checked={one.id === chosen}
                  onChange={() => {
                    setChosen(one.id);
                    if (isEmpty && one.id !== null) setName(one.name);
                  }}
                />
                <b>{one.name}</b>
                <small>{one.about}</small>
              </label>
            ))}
          </fieldset>
        )}
        {template && (
          <TemplateForm
            template={template}
            answers={answers}
            people={office.people ?? []}
            onChange={setAnswers}
          />
        )}
        {fill.error && (
          <p className={classes['bad']} role="alert">
            {problem(fill.error)}
          </p>
        )}
        <Button type="submit" loading={fill.isPending}>
          {t('scheme.create')}
        </Button>
      </form>
    </Window>
  );
}
