import { Button, NativeSelect, Switch } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Crm, type CrmRules, changeCrm, crmKeys } from '@/api/crm';
import { Panel } from '@/features/gsm/Panel';
import { useProblem } from '@/ui/problem';
import classes from './Links.module.css';

const SWITCHES = {
  bitrix: ['show', 'records', 'clicks', 'lookups'],
  amo: ['records'],
} as const;

/** What a CRM is told, and what becomes of what it tells us. */
export function CrmRulesForm({ crm }: { crm: Crm }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const [rules, setRules] = useState<CrmRules>(crm.rules);
  const save = useMutation({
    mutationFn: (next: CrmRules) => changeCrm(crm.kind, next),
    onSuccess: (made) => {
      setRules(made.rules);
      return memory.invalidateQueries({ queryKey: crmKeys.crms });
    },
  });
  const change = (part: Partial<CrmRules>) => {
    save.reset();
    setRules({ ...rules, ...part });
  };
  const here = Object.keys(crm.mapped);
  return (
    <Panel title={t('links.rules')}>
      <form
        className={classes['body']}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ ...rules, people: crm.rules.people });
        }}
      >
        <Switch
          label={t('links.isOn')}
          checked={rules.is_on}
          onChange={(event) => change({ is_on: event.currentTarget.checked })}
        />
        {SWITCHES[crm.kind].map((name) => (
          <Switch
            key={name}
            label={t(`links.rule.${name}`)}
            description={t(`links.ruleText.${name}`)}
            checked={rules[name]}
            onChange={(event) => change({ [name]: event.currentTarget.checked })}
          />
        ))}
        <div className={classes['two']}>
          <NativeSelect
            label={t(`links.create.${crm.kind}`)}
            value={rules.create}
            onChange={(event) =>
              change({ create: event.currentTarget.value as CrmRules['create'] })
            }
            data={(['in', 'all', 'never'] as const).map((value) => ({
              value,
              label: t(`links.created.${value}`),
            }))}
          />
          <NativeSelect
            label={t('links.defaultUser')}
            description={t('links.defaultUserText')}
            value={String(rules.default_user ?? '')}
            onChange={(event) =>
              change({ default_user: Number(event.currentTarget.value) || null })
            }
            data={[
              { value: '', label: t('links.nobody') },
              ...crm.users.map((user) => ({ value: String(user.id), label: user.name })),
            ]}
          />
          {crm.kind === 'bitrix' && (
            <NativeSelect
              label={t('links.callbacks')}
              value={rules.callbacks}
              onChange={(event) =>
                change({ callbacks: event.currentTarget.value as CrmRules['callbacks'] })
              }
              data={(['promise', 'call', 'off'] as const).map((value) => ({
                value,
                label: t(`links.callback.${value}`),
              }))}
            />
          )}
          {crm.kind === 'bitrix' && rules.callbacks === 'call' && (
            <NativeSelect
              label={t('links.callbackWho')}
              value={rules.callback_extension}
              onChange={(event) => change({ callback_extension: event.currentTarget.value })}
              data={[{ value: '', label: t('links.nobody') }, ...here]}
            />
          )}
        </div>
        {save.isError && (
          <p role="alert" className={classes['bad']}>
            {problem(save.error)}
          </p>
        )}
        <div className={classes['buttons']}>
          <Button type="submit" loading={save.isPending}>
            {t('client.save')}
          </Button>
          {save.isSuccess && (
            <span role="status" className={classes['good']}>
              {t('links.saved')}
            </span>
          )}
        </div>
      </form>
    </Panel>
  );
}
