import { Button, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PolicyName, putPolicy } from '@/api/gsm';
import { Panel } from '@/features/gsm/Panel';
import { usePublish } from '@/features/gsm/publish';
import { useProblem } from '@/ui/problem';
import { Answering } from './Answering';
import {
  FIELDS,
  type Field,
  flatOf,
  nestOf,
  readTexts,
  type Texts,
  textsOf,
  typedClock,
  type Values,
} from './policy';
import classes from './Rules.module.css';

/** One policy of the office: its fields, and what each means. */
export function PolicyForm({ name, values }: { name: PolicyName; values: Values }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const fields = FIELDS[name];
  const [typed, setTyped] = useState<Texts | null>(null);
  const texts = typed ?? textsOf(fields, flatOf(values));
  const read = readTexts(fields, texts);
  const save = usePublish((body: Values) => putPolicy(name, body));
  const change = (field: string, text: string) => {
    if (text !== texts[field]) setTyped({ ...texts, [field]: text });
  };
  return (
    <Panel title={t(`rules.policy.${name}`)}>
      <form
        className={classes['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (read.bad.length > 0) return;
          save.mutate(nestOf({ ...flatOf(values), ...read.values }), {
            onSuccess: () => setTyped(null),
          });
        }}
      >
        <p className="v-mute">{t(`rules.lead.${name}`)}</p>
        {fields.map((field) => {
          const label = t(`rules.field.${field.name}` as 'rules.field.pace');
          if (field.kind === 'flag') {
            return (
              <Switch
                key={field.name}
                label={t(`rules.enabled.${name}` as 'rules.enabled.repair')}
                checked={texts[field.name] === 'true'}
                onChange={(event) => change(field.name, String(event.currentTarget.checked))}
              />
            );
          }
          if (field.kind === 'answer') {
            return (
              <Answering
                key={field.name}
                label={label}
                name={field.name}
                texts={texts}
                change={change}
                isBad={read.bad.includes(field.name)}
              />
            );
          }
          return (
            <TextInput
              key={field.name}
              className={classes['field'] ?? ''}
              label={label}
              {...(field.kind === 'clock'
                ? {
                    // A picker of the browser would say 9 PM wherever the browser speaks English.
                    inputMode: 'numeric' as const,
                    placeholder: '21:00',
                    maxLength: 5,
                    onBlur: () => change(field.name, typedClock(texts[field.name] ?? '')),
                  }
                : {})}
              {...(field.kind === 'figure' ? { inputMode: 'numeric' as const } : {})}
              value={texts[field.name] ?? ''}
              onChange={(event) => change(field.name, event.currentTarget.value)}
              error={read.bad.includes(field.name) ? wordsOf(field) : null}
            />
          );
        })}
        {save.isError && (
          <p role="alert" className={classes['bad']}>
            {problem(save.error)}
          </p>
        )}
        <div className={classes['acts']}>
          <Button
            type="submit"
            loading={save.isPending}
            disabled={typed === null || read.bad.length > 0}
          >
            {t('client.save')}
          </Button>
          {typed !== null && (
            <Button variant="default" onClick={() => setTyped(null)}>
              {t('action.cancel')}
            </Button>
          )}
        </div>
      </form>
    </Panel>
  );

  function wordsOf(field: Field): string {
    if (field.kind === 'figure') {
      return t('rules.bad.figure', { least: field.least, most: field.most });
    }
    return t(field.kind === 'words' ? 'rules.bad.words' : 'rules.bad.clock');
  }
}
