import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Adapter, addAdapter, changeAdapter, removeAdapter } from '@/api/gsm';
import { adaptersQuery } from '@/api/gsm-queries';
import { officeQuery } from '@/api/queries';
import { Panel } from '@/features/gsm/Panel';
import { usePublish } from '@/features/gsm/publish';
import { Failure } from '@/ui/Failure';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';
import classes from './Gateways.module.css';

const MODELS: Adapter['model'][] = ['ht503', 'ht8xx', 'spa3102', 'spa2102'];

/** Adapters of analogue lines and telephones, with what to type into each. */
export function Adapters() {
  const { t } = useTranslation();
  const query = useQuery(adaptersQuery);
  const [open, setOpen] = useState<Adapter | 'new' | null>(null);
  const adapters = query.data ?? [];
  return (
    <Panel title={t('adapters.title')} note={t('adapters.lead')} className={classes['group'] ?? ''}>
      {query.isError && !query.data && (
        <Failure error={query.error} retry={() => void query.refetch()} />
      )}
      {query.isSuccess && adapters.length === 0 && (
        <p className={classes['none']}>{t('adapters.empty')}</p>
      )}
      <ul className={classes['things']}>
        {adapters.map((adapter) => (
          <li key={adapter.id}>
            <span>
              <b>{adapter.name}</b>
              <small>
                {[
                  t(`adapters.model.${adapter.model}`),
                  adapter.address,
                  adapter.line && t('adapters.lineIs', { line: adapter.line }),
                  adapter.account && t('adapters.accountIs', { account: adapter.account }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </span>
            <span className={classes['acts']}>
              <Button component={Link} to={`/adapters/${adapter.id}`} size="xs" variant="default">
                {t('adapters.setup')}
              </Button>
              <Button size="xs" variant="default" onClick={() => setOpen(adapter)}>
                {t('action.edit')}
              </Button>
            </span>
          </li>
        ))}
        <li>
          <Button size="xs" variant="default" onClick={() => setOpen('new')}>
            {t('adapters.add')}
          </Button>
        </li>
      </ul>
      {open && (
        <AdapterForm
          adapter={open === 'new' ? null : open}
          known={adapters}
          onClose={() => setOpen(null)}
        />
      )}
    </Panel>
  );
}

type FormProps = { adapter: Adapter | null; known: Adapter[]; onClose(): void };

const HOST = /^[A-Za-z0-9][A-Za-z0-9.:-]{0,252}$/;

function AdapterForm({ adapter, known, onClose }: FormProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const office = useQuery(officeQuery).data;
  const [draft, setDraft] = useState<Adapter>(
    adapter ?? {
      id: nextId(known),
      name: '',
      model: 'ht503',
      address: null,
      line: null,
      account: null,
    },
  );
  const [tried, setTried] = useState(false);
  const change = (next: Partial<Adapter>) => setDraft({ ...draft, ...next });
  const save = usePublish((body: Adapter) => (adapter ? changeAdapter(body) : addAdapter(body)));
  const remove = usePublish((id: string) => removeAdapter(id));
  const isNamed = draft.name.trim() !== '';
  const isHost = !draft.address || HOST.test(draft.address);
  const lines = office?.lines.filter((line) => line.kind === 'fxo') ?? [];
  const failure = save.error ?? remove.error;
  return (
    <Window title={t(adapter ? 'adapters.edit' : 'adapters.add')} onClose={onClose}>
      <form
        className={classes['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (isNamed && isHost) {
            save.mutate({ ...draft, name: draft.name.trim() }, { onSuccess: onClose });
          }
        }}
      >
        <TextInput
          data-autofocus
          label={t('gateways.name')}
          maxLength={80}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={tried && !isNamed ? t('gateways.bad.name') : null}
        />
        <div className={classes['pair']}>
          <NativeSelect
            label={t('gateways.model')}
            value={draft.model}
            onChange={(event) => change({ model: event.currentTarget.value as Adapter['model'] })}
          >
            {MODELS.map((model) => (
              <option key={model} value={model}>
                {t(`adapters.model.${model}`)}
              </option>
            ))}
          </NativeSelect>
          <TextInput
            label={t('gateways.address')}
            placeholder={t('gateways.optional')}
            value={draft.address ?? ''}
            onChange={(event) => change({ address: event.currentTarget.value.trim() || null })}
            error={tried && !isHost ? t('gateways.bad.address') : null}
          />
        </div>
        <div className={classes['pair']}>
          <NativeSelect
            label={t('adapters.line')}
            value={draft.line ?? ''}
            onChange={(event) => change({ line: event.currentTarget.value || null })}
          >
            <option value="">{t('adapters.nothing')}</option>
            {lines.map((line) => (
              <option key={line.id} value={line.id}>
                {line.name}
              </option>
            ))}
          </NativeSelect>
          <NativeSelect
            label={t('adapters.account')}
            value={draft.account ?? ''}
            onChange={(event) => change({ account: event.currentTarget.value || null })}
          >
            <option value="">{t('adapters.nothing')}</option>
            {office?.devices.map((device) => (
              <option key={device.account} value={device.account}>
                {device.account} {device.name}
              </option>
            ))}
          </NativeSelect>
        </div>
        {failure && (
          <p role="alert" className={classes['bad']}>
            {problem(failure)}
          </p>
        )}
        <div className={classes['end']}>
          {adapter && (
            <Button
              variant="outline"
              color="red"
              loading={remove.isPending}
              onClick={() => remove.mutate(adapter.id, { onSuccess: onClose })}
            >
              {t('gateways.remove')}
            </Button>
          )}
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

function nextId(known: { id: string }[]): string {
  const taken = new Set(known.map((one) => one.id));
  for (let n = 1; ; n += 1) if (!taken.has(`adapter-${n}`)) return `adapter-${n}`;
}
