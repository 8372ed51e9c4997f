import { ActionIcon, Button, Menu, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { putTemplates, readTemplates, type SmsTemplate } from '@/api/gsm';
import { useMe } from '@/app/context';
import { Icon } from '@/ui/Icon';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';
import { smsKeys } from './queries';
import classes from './Sms.module.css';
import own from './Templates.module.css';

/** Texts that people send often: one click puts one into the field; heads write them. */
export function Templates({ onTake }: { onTake(text: string): void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const { role } = useMe();
  const [isOpen, setOpen] = useState(false);
  const [editing, setEditing] = useState(false);
  const query = useQuery({ queryKey: smsKeys.templates, queryFn: readTemplates, enabled: isOpen });
  const may = role !== 'employee';
  return (
    <>
      <Menu
        width={300}
        radius={12}
        withinPortal
        position="top-start"
        opened={isOpen}
        onChange={setOpen}
      >
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<Icon name="copy" size={14} />}>
            {t('sms.templates.title')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={own['templates'] ?? ''}>
          {query.isError && <Menu.Label>{problem(query.error)}</Menu.Label>}
          {query.data?.length === 0 && (
            <Menu.Label>{t(may ? 'sms.templates.none' : 'sms.templates.noneYet')}</Menu.Label>
          )}
          {query.data?.map((one) => (
            <Menu.Item key={one.name} onClick={() => onTake(one.text)}>
              <b>{one.name}</b>
              <small>{one.text}</small>
            </Menu.Item>
          ))}
          {may && query.data && (
            <>
              <Menu.Divider />
              <Menu.Item onClick={() => setEditing(true)}>{t('sms.templates.edit')}</Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {editing && query.data && (
        <EditTemplates templates={query.data} onClose={() => setEditing(false)} />
      )}
    </>
  );
}

type Row = SmsTemplate & { key: number };
/** As many as the hub keeps. */
const MOST = 100;

function EditTemplates({ templates, onClose }: { templates: SmsTemplate[]; onClose(): void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const [rows, setRows] = useState<Row[]>(() =>
    (templates.length > 0 ? templates : [{ name: '', text: '' }]).map((one, key) => ({
      ...one,
      key,
    })),
  );
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: putTemplates,
    onSuccess: (saved) => {
      memory.setQueryData(smsKeys.templates, saved);
      onClose();
    },
  });
  const kept = rows.filter((one) => one.name.trim() || one.text.trim());
  const names = kept.map((one) => one.name.trim());
  const wrong = (row: Row): string | null => {
    const name = row.name.trim();
    if (!name) return row.text.trim() ? t('sms.templates.bad.name') : null;
    return names.filter((one) => one === name).length > 1 ? t('sms.templates.bad.twice') : null;
  };
  const empty = (row: Row): string | null =>
    row.name.trim() && !row.text.trim() ? t('sms.templates.bad.text') : null;
  const change = (key: number, next: Partial<SmsTemplate>) =>
    setRows(rows.map((one) => (one.key === key ? { ...one, ...next } : one)));
  return (
    <Window title={t('sms.templates.title')} onClose={onClose} size="lg">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (kept.some((one) => wrong(one) || empty(one))) return;
          save.mutate(kept.map(({ name, text }) => ({ name: name.trim(), text: text.trim() })));
        }}
      >
        <ul className={own['edited']}>
          {rows.map((row, index) => (
            <li key={row.key}>
              <TextInput
                label={t('sms.templates.name')}
                maxLength={80}
                value={row.name}
                onChange={(event) => change(row.key, { name: event.currentTarget.value })}
                error={tried ? wrong(row) : null}
                data-autofocus={index === rows.length - 1 || undefined}
              />
              <Textarea
                label={t('sms.templates.text')}
                autosize
                minRows={1}
                maxRows={6}
                maxLength={1000}
                value={row.text}
                onChange={(event) => change(row.key, { text: event.currentTarget.value })}
                error={tried ? empty(row) : null}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size={36}
                aria-label={t('sms.templates.drop', { name: row.name })}
                title={t('sms.templates.drop', { name: row.name })}
                onClick={() => setRows(rows.filter((one) => one.key !== row.key))}
              >
                <Icon name="close" />
              </ActionIcon>
            </li>
          ))}
        </ul>
        {rows.length < MOST && (
          <Button
            variant="default"
            size="xs"
            onClick={() =>
              setRows([...rows, { name: '', text: '', key: (rows.at(-1)?.key ?? 0) + 1 }])
            }
          >
            {t('sms.templates.add')}
          </Button>
        )}
        {save.isError && (
          <p role="alert" className={classes['refused']}>
            {problem(save.error)}
          </p>
        )}
        <div className={classes['end']}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('client.save')}
          </Button>
        </div>
      </form>
    </Window>
  );
}
