import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import {
  addField,
  cardKeys,
  changeField,
  type FieldKind,
  fieldsQuery,
  type OwnField,
  type OwnFieldPatch,
} from '@/api/cards';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { Panel } from '@/features/gsm/Panel';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';
import classes from './Card.module.css';

const KINDS = ['text', 'number', 'date', 'choice', 'choices', 'link', 'yesno'] as const;
type Typed = { slug: string; name: string; retired: boolean };

/** Fields of the company's own on every card: made, renamed, ordered, retired without a loss. */
export function FieldsPage() {
  const { t } = useTranslation();
  const query = useQuery(fieldsQuery);
  const [open, setOpen] = useState<OwnField | 'new' | null>(null);
  const save = useSave();
  return (
    <Cabinet
      title={t('card.ownFields')}
      acts={
        <span className={classes['tools']}>
          <Button component={Link} to="/clients" variant="default">
            {t('card.toClients')}
          </Button>
          <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setOpen('new')}>
            {t('card.newField')}
          </Button>
        </span>
      }
    >
      <Panel title={t('card.ownFields')} note={t('card.fieldsLead')}>
        {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
        {query.data?.length === 0 && <p className={classes['empty']}>{t('card.noFields')}</p>}
        <ul className={classes['plain']}>
          {query.data?.map((field) => (
            <li key={field.slug} className={classes['fieldRow']} data-retired={field.retired}>
              <span>
                {field.name}
                <small>
                  {t(`card.fieldKind.${field.kind}`)}
                  {field.choices.length > 0 &&
                    `: ${field.choices
                      .filter((one) => !one.retired)
                      .map((one) => one.name)
                      .join(', ')}`}
                  {field.retired && ` · ${t('card.retired')}`}
                </small>
              </span>
              <span className={classes['tools']}>
                <ActionIcon
                  variant="default"
                  size={34}
                  disabled={field.place === 0}
                  aria-label={t('card.fieldUp', { name: field.name })}
                  onClick={() =>
                    save.mutate({ slug: field.slug, body: { place: field.place - 1 } })
                  }
                >
                  <span aria-hidden>↑</span>
                </ActionIcon>
                <Button size="compact-md" variant="default" onClick={() => setOpen(field)}>
                  {t('action.edit')}
                </Button>
                <Button
                  size="compact-md"
                  variant="default"
                  onClick={() =>
                    save.mutate({ slug: field.slug, body: { retired: !field.retired } })
                  }
                >
                  {t(field.retired ? 'card.bringBack' : 'card.retire')}
                </Button>
              </span>
            </li>
          ))}
        </ul>
      </Panel>
      {open && <FieldWindow field={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </Cabinet>
  );
}

function useSave(onDone?: () => void) {
  const memory = useQueryClient();
  return useMutation({
    mutationFn: ({ slug, body }: { slug: string; body: OwnFieldPatch }) => changeField(slug, body),
    onSuccess: () => {
      void memory.invalidateQueries({ queryKey: cardKeys.fields });
      onDone?.();
    },
  });
}

function FieldWindow({ field, onClose }: { field: OwnField | null; onClose(): void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const [name, setName] = useState(field?.name ?? '');
  const [kind, setKind] = useState<FieldKind>(field?.kind ?? 'text');
  const [choices, setChoices] = useState<Typed[]>(
    () => field?.choices.map((one) => ({ ...one })) ?? [],
  );
  const hasChoices = kind === 'choice' || kind === 'choices';
  const cleaned = choices.filter((one) => one.name.trim());
  const change = useSave(onClose);
  const make = useMutation({
    mutationFn: () => addField({ name: name.trim(), kind, choices: hasChoices ? cleaned : [] }),
    onSuccess: () => {
      void memory.invalidateQueries({ queryKey: cardKeys.fields });
      onClose();
    },
  });
  const send = () =>
    field
      ? change.mutate({
          slug: field.slug,
          body: { name: name.trim(), ...(hasChoices ? { choices: cleaned } : {}) },
        })
      : make.mutate();
  const error = change.error ?? make.error;
  return (
    <Window onClose={onClose} title={t(field ? 'card.editField' : 'card.newField')}>
      <form
        className={classes['stack']}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <TextInput
          data-autofocus
          required
          label={t('card.fieldName')}
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <label className={classes['select']}>
          <span>{t('card.whatKind')}</span>
          <select
            value={kind}
            disabled={field !== null}
            onChange={(event) => setKind(event.currentTarget.value as FieldKind)}
          >
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {t(`card.fieldKind.${one}`)}
              </option>
            ))}
          </select>
        </label>
        {hasChoices && (
          <>
            {choices.map((choice, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name while they are typed
              <div key={index} className={classes['tools']}>
                <TextInput
                  style={{ flex: 1 }}
                  aria-label={t('card.choiceN', { n: index + 1 })}
                  maxLength={80}
                  value={choice.name}
                  onChange={(event) =>
                    setChoices(choices.with(index, { ...choice, name: event.currentTarget.value }))
                  }
                />
                <Button
                  variant="default"
                  onClick={() =>
                    setChoices(
                      choice.slug
                        ? choices.with(index, { ...choice, retired: !choice.retired })
                        : choices.toSpliced(index, 1),
                    )
                  }
                >
                  {t(choice.retired ? 'card.bringBack' : 'card.retire')}
                </Button>
              </div>
            ))}
            <Button
              variant="subtle"
              onClick={() => setChoices([...choices, { slug: '', name: '', retired: false }])}
            >
              {t('card.addChoice')}
            </Button>
          </>
        )}
        {error && (
          <p role="alert" className={classes['failed']}>
            {problem(error)}
          </p>
        )}
        <div className={classes['noteEnd']}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button
            type="submit"
            disabled={!name.trim()}
            loading={change.isPending || make.isPending}
          >
            {t('client.save')}
          </Button>
        </div>
      </form>
    </Window>
  );
}
