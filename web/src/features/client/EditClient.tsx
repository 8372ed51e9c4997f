import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldsQuery } from '@/api/cards';
import { isStatus } from '@/api/error';
import { changeClient, readClient } from '@/api/hub';
import { keys } from '@/api/queries';
import type { Client } from '@/api/types';
import { Icon } from '@/ui/Icon';
import { prettyNumber } from '@/ui/phone';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';
import card from './Card.module.css';
import classes from './Clients.module.css';
import { changesOf, type FieldName, type Fields, fieldsOf, mergeFields } from './merge';
import { OwnInput } from './OwnValue';
import { PhoneFields } from './PhoneFields';

type Props = { client: Client; onClose(): void };

/** Edits a card. If a colleague changed it meanwhile, both versions are shown and one chooses. */
export function EditClient({ client, onClose }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const own = useQuery(fieldsQuery).data?.filter((one) => !one.retired) ?? [];
  const [base, setBase] = useState(client);
  const [mine, setMine] = useState<Fields>(() => fieldsOf(client));
  const [conflicts, setConflicts] = useState<FieldName[] | null>(null);
  const theirs = fieldsOf(base);

  const cleaned: Fields = {
    ...mine,
    name: mine.name.trim(),
    company_name: mine.company_name.trim(),
    phones: mine.phones
      .map((phone) => ({ ...phone, number: phone.number.trim(), comment: phone.comment.trim() }))
      .filter((phone) => phone.number),
    emails: mine.emails.map((email) => email.trim().toLowerCase()).filter(Boolean),
  };
  const save = useMutation({
    mutationFn: () =>
      changeClient(base.id, { version: base.version, ...changesOf(fieldsOf(base), cleaned) }),
    onSuccess: (saved) => {
      memory.setQueryData(keys.client(saved.id), saved);
      void memory.invalidateQueries({ queryKey: keys.clients });
      onClose();
    },
    onError: async (error) => {
      if (!isStatus(error, 409)) return;
      const now = await readClient(base.id);
      if (now.version === base.version) return;
      const merged = mergeFields(fieldsOf(base), cleaned, fieldsOf(now));
      setBase(now);
      setMine(merged.fields);
      setConflicts(merged.conflicts);
      memory.setQueryData(keys.client(now.id), now);
      save.reset();
    },
  });

  const settle = (field: FieldName, take: boolean) => {
    if (take) setMine({ ...mine, [field]: theirs[field] });
    setConflicts((left) => left?.filter((one) => one !== field) ?? null);
  };
  const choice = (field: FieldName, text: string) =>
    conflicts?.includes(field) ? (
      <div className={classes['theirs']}>
        {t('edit.now')} <b>{text || t('edit.nothing')}</b>
        <Button size="compact-xs" variant="default" onClick={() => settle(field, true)}>
          {t('edit.takeTheirs')}
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => settle(field, false)}>
          {t('edit.keepMine')}
        </Button>
      </div>
    ) : null;

  return (
    <Window onClose={onClose} title={t('edit.title')} size="lg">
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {conflicts && (
          <div role="alert" className={classes['conflict']}>
            {t('edit.conflict')}
            <p>{t(conflicts.length > 0 ? 'edit.conflictChoose' : 'edit.conflictMerged')}</p>
          </div>
        )}
        <div className={card['two']}>
          <TextInput
            data-autofocus
            label={t('client.name')}
            maxLength={120}
            value={mine.name}
            onChange={(event) => setMine({ ...mine, name: event.currentTarget.value })}
          />
          <TextInput
            label={t('client.company')}
            maxLength={120}
            value={mine.company_name}
            onChange={(event) => setMine({ ...mine, company_name: event.currentTarget.value })}
          />
        </div>
        {choice('name', theirs.name)}
        {choice('company_name', theirs.company_name)}
        <PhoneFields phones={mine.phones} onChange={(phones) => setMine({ ...mine, phones })} />
        {choice('phones', theirs.phones.map((one) => prettyNumber(one.number)).join(', '))}
        {mine.emails.map((email, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name while they are typed
          <div key={index} className={classes['phoneField']}>
            <TextInput
              type="email"
              label={t('card.emailN', { n: index + 1 })}
              maxLength={254}
              autoComplete="off"
              value={email}
              onChange={(event) =>
                setMine({ ...mine, emails: mine.emails.with(index, event.currentTarget.value) })
              }
            />
            <ActionIcon
              variant="default"
              size={36}
              style={{ alignSelf: 'end' }}
              aria-label={t('card.removeEmail', { email })}
              onClick={() => setMine({ ...mine, emails: mine.emails.toSpliced(index, 1) })}
            >
              <Icon name="close" size={16} />
            </ActionIcon>
          </div>
        ))}
        {choice('emails', theirs.emails.join(', '))}
        <div>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<Icon name="plus" size={14} />}
            onClick={() => setMine({ ...mine, emails: [...mine.emails, ''] })}
          >
            {t('card.addEmail')}
          </Button>
        </div>
        {own.length > 0 && (
          <div className={card['two']}>
            {own.map((field) => (
              <OwnInput
                key={field.slug}
                field={field}
                value={mine.values[field.slug]}
                onChange={(value) => {
                  const { [field.slug]: _, ...rest } = mine.values;
                  const values = value === undefined ? rest : { ...rest, [field.slug]: value };
                  setMine({ ...mine, values });
                }}
              />
            ))}
          </div>
        )}
        {choice('values', t('card.theirValues'))}
        {save.isError && (
          <p role="alert" style={{ color: 'var(--v-miss)' }}>
            {problem(save.error)}
          </p>
        )}
        <div className={classes['end']}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button
            type="submit"
            loading={save.isPending}
            disabled={conflicts !== null && conflicts.length > 0}
          >
            {t('client.save')}
          </Button>
        </div>
      </form>
    </Window>
  );
}
