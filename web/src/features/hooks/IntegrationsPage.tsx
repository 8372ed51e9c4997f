import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Hook, hooksQuery } from '@/api/hooks';
import { useMe } from '@/app/context';
import { Tokens } from '@/features/account/Tokens';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { sees } from '@/features/cabinet/places';
import { LinkCards } from '@/features/crm/LinkCards';
import { Panel } from '@/features/gsm/Panel';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { Deliveries } from './Deliveries';
import { HookForm } from './HookForm';
import { HookRow } from './HookRow';
import classes from './Hooks.module.css';
import { SecretWindow } from './SecretWindow';
import { Verifying } from './Verifying';

/** Programs of others: who is told of calls, what came of it, and tokens that may ask. */
export function IntegrationsPage() {
  const { t } = useTranslation();
  const { role } = useMe();
  const may = sees(role, 'administrator');
  const hooks = useQuery({ ...hooksQuery, enabled: may });
  const [form, setForm] = useState<{ hook: Hook | null } | null>(null);
  const [secretOf, setSecretOf] = useState<Hook | null>(null);
  const [shown, setShown] = useState<number | null>(null);
  const looked = hooks.data?.find((hook) => hook.id === shown) ?? null;
  return (
    <Cabinet
      title={t('hooks.title')}
      acts={
        <Button
          leftSection={<Icon name="plus" size={15} />}
          onClick={() => setForm({ hook: null })}
        >
          {t('hooks.add')}
        </Button>
      }
    >
      <div className={classes['page']}>
        {may && <LinkCards />}
        <span id="webhooks" />
        <Panel title={t('hooks.hooks')} note={t('hooks.note')}>
          {hooks.isError && !hooks.data && (
            <Failure error={hooks.error} retry={() => void hooks.refetch()} />
          )}
          {hooks.isPending && (
            <p className={classes['none']} role="status">
              {t('hooks.waiting')}
            </p>
          )}
          {hooks.data?.length === 0 && (
            <Empty title={t('hooks.none')}>
              <p>{t('hooks.noneText')}</p>
              <Button onClick={() => setForm({ hook: null })}>{t('hooks.add')}</Button>
            </Empty>
          )}
          {hooks.data && hooks.data.length > 0 && (
            <ul className={classes['list']}>
              {hooks.data.map((hook) => (
                <HookRow
                  key={hook.id}
                  hook={hook}
                  isShown={shown === hook.id}
                  onShow={() => setShown(shown === hook.id ? null : hook.id)}
                  onEdit={() => setForm({ hook })}
                  onSecret={setSecretOf}
                />
              ))}
            </ul>
          )}
        </Panel>
        {looked && <Deliveries key={looked.id} hook={looked} />}
        <Verifying />
        {may && <Tokens />}
      </div>
      {form && (
        <HookForm
          hook={form.hook}
          onClose={() => setForm(null)}
          onMade={(made) => {
            setForm(null);
            if (made.secret) setSecretOf(made);
          }}
        />
      )}
      {secretOf?.secret && (
        <SecretWindow
          name={secretOf.name}
          secret={secretOf.secret}
          onClose={() => setSecretOf(null)}
        />
      )}
    </Cabinet>
  );
}
