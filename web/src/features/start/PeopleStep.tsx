import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/error';
import { officeQuery } from '@/api/queries';
import { type NewPerson, startPeople } from '@/api/start';
import { usePublish } from '@/features/gsm/publish';
import { Icon } from '@/ui/Icon';
import { useProblem } from '@/ui/problem';
import classes from './Start.module.css';
import type { StepProps } from './StartPage';
import { freeFor, PHONES, pasted, type Row, rowFaults } from './typed';

/** Words of the hub by `<row>.<field>`. */
function toldRows(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError) || !Array.isArray(error.facts['problems'])) return {};
  const found: Record<string, string> = {};
  for (const one of error.facts['problems'] as { place?: string; text?: string }[]) {
    const [, row, field = 'extension'] = /^rows\/(\d+)(?:\/(\w+))?/.exec(one.place ?? '') ?? [];
    if (row) found[`${row}.${field === 'name' ? 'name' : 'extension'}`] ??= one.text ?? '';
  }
  return found;
}

/** People and their phones: typed one by one or pasted as a list; extensions are proposed. */
export function PeopleStep({ start, run, onNext }: StepProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const office = useQuery(officeQuery).data;
  const save = usePublish((people: NewPerson[]) => startPeople(people));
  const [tried, setTried] = useState(false);
  const there = office?.people ?? [];
  const first: Row[] =
    there.length === 0 ? [{ name: '', extension: freeFor([], start.free), phone: 'desk' }] : [];
  const { rows, list } = run.typed.people ?? { rows: first, list: '' };
  const put = (next: Row[], text = list) => run.type({ people: { rows: next, list: text } });
  const change = (index: number, next: Partial<Row>) =>
    put(rows.map((row, place) => (place === index ? { ...row, ...next } : row)));
  const own = rowFaults(rows);
  const told = toldRows(save.error);
  const wrong = (index: number, field: 'name' | 'extension') => {
    const fault = tried ? own[`${index}.${field}`] : undefined;
    return fault ? t(`start.bad.${fault}`) : (told[`${index}.${field}`] ?? null);
  };
  const submit = () => {
    setTried(true);
    if (rows.length === 0) return there.length > 0 ? onNext() : undefined;
    if (Object.keys(own).length > 0) return;
    save.mutate(
      rows.map((row) => ({
        name: row.name.trim(),
        extension: row.extension.trim(),
        phone: row.phone ?? null,
      })),
      {
        onSuccess: () => {
          run.type({ people: { rows: [], list: '' } });
          void run.refresh().then(onNext);
        },
      },
    );
  };
  return (
    <form
      className={classes['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {there.length > 0 && (
        <p className={classes['there']}>
          {t('start.people.there', {
            names: there
              .slice(0, 12)
              .map((one) => `${one.name} ${one.extension}`)
              .join(', '),
            count: there.length,
          })}
        </p>
      )}
      <ul className={classes['rows']}>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity
          <li key={index}>
            <TextInput
              label={t('start.people.name')}
              maxLength={80}
              value={row.name}
              onChange={(event) => change(index, { name: event.currentTarget.value })}
              error={wrong(index, 'name')}
            />
            <TextInput
              label={t('start.people.extension')}
              inputMode="numeric"
              value={row.extension}
              onChange={(event) => change(index, { extension: event.currentTarget.value })}
              error={wrong(index, 'extension')}
            />
            <NativeSelect
              label={t('start.people.phone')}
              value={row.phone ?? ''}
              onChange={(event) =>
                change(index, { phone: (event.currentTarget.value || null) as Row['phone'] })
              }
            >
              {PHONES.map((phone) => (
                <option key={phone} value={phone}>
                  {t(`start.phone.${phone}`)}
                </option>
              ))}
              <option value="">{t('start.phone.none')}</option>
            </NativeSelect>
            <Button
              variant="subtle"
              color="gray"
              aria-label={t('start.people.drop', { name: row.name || index + 1 })}
              onClick={() => put(rows.filter((_, place) => place !== index))}
            >
              <Icon name="close" size={16} />
            </Button>
          </li>
        ))}
      </ul>
      <p className={classes['acts']}>
        <Button
          variant="default"
          leftSection={<Icon name="plus" size={16} />}
          onClick={() =>
            put([...rows, { name: '', extension: freeFor(rows, start.free), phone: 'desk' }])
          }
        >
          {t('start.people.add')}
        </Button>
      </p>
      <details className={classes['paste']} open={list !== '' || undefined}>
        <summary>{t('start.people.paste')}</summary>
        <Textarea
          label={t('start.people.list')}
          description={t('start.people.listHint')}
          autosize
          minRows={3}
          maxRows={10}
          value={list}
          onChange={(event) => put(rows, event.currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={!list.trim()}
          onClick={() =>
            put(
              pasted(
                list,
                rows.filter((row) => row.name.trim()),
                start.free,
              ),
              '',
            )
          }
        >
          {t('start.people.take')}
        </Button>
      </details>
      {save.error && Object.keys(told).length === 0 && (
        <p role="alert" className={classes['bad']}>
          {problem(save.error)}
        </p>
      )}
      <Button type="submit" loading={save.isPending} className={classes['main'] ?? ''}>
        {rows.length > 0 ? t('start.people.save', { count: rows.length }) : t('start.next')}
      </Button>
    </form>
  );
}
