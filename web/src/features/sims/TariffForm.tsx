import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { putSimPolicy } from '@/api/gsm';
import type { SimRow } from '@/api/types';
import { Panel } from '@/features/gsm/Panel';
import { usePublish } from '@/features/gsm/publish';
import { useProblem } from '@/ui/problem';
import classes from './Sim.module.css';
import { type SimSettings, useSimSettings } from './settings';
import { DEFAULTS, FIELDS, type Fields, fieldsOf, readFields } from './tariff';

/** What the SIM card costs, and how much of it may be used. */
export function TariffForm({ sim }: { sim: SimRow }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const settings = useSimSettings()(sim.line);
  const [typed, setTyped] = useState<Fields | null>(null);
  const save = usePublish((body: SimSettings) => putSimPolicy(sim.line, body));
  if (!settings) return null;
  const fields = typed ?? fieldsOf(settings);
  const read = readFields(fields);
  return (
    <Panel title={t('tariff.title')} note={t('tariff.lead')} className={classes['whole'] ?? ''}>
      <form
        className={classes['tariff']}
        onSubmit={(event) => {
          event.preventDefault();
          if (read.ok) save.mutate(read.settings, { onSuccess: () => setTyped(null) });
        }}
      >
        {(['tariff', 'policy'] as const).map((group) => (
          <fieldset key={group}>
            <legend>{t(`tariff.group.${group}`)}</legend>
            {FIELDS.filter((field) => field.group === group).map(({ name, kind }) => (
              <TextInput
                key={name}
                label={t(`tariff.field.${name}`)}
                inputMode="decimal"
                placeholder={kind === 'limit' ? t('tariff.noLimit') : String(DEFAULTS[name] ?? 0)}
                value={fields[name]}
                onChange={(event) => setTyped({ ...fields, [name]: event.currentTarget.value })}
                error={!read.ok && read.bad.includes(name) ? t(`tariff.bad.${kind}`) : null}
              />
            ))}
          </fieldset>
        ))}
        {save.isError && (
          <p role="alert" className={classes['bad']}>
            {problem(save.error)}
          </p>
        )}
        <div className={classes['acts']}>
          <Button type="submit" loading={save.isPending} disabled={typed === null || !read.ok}>
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
}
