import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Setup } from '@/api/types';
import { Panel } from '@/features/gsm/Panel';
import { Icon } from '@/ui/Icon';
import { useProblem } from '@/ui/problem';
import { Copied } from './Copied';
import classes from './Gateways.module.css';
import { secretOf } from './secrets';

type Props = {
  setup: Setup;
  /** Secrets by name; asking for them is written down. Undefined: there are none to ask for. */
  reveal?: () => Promise<Record<string, string>>;
};

/** What a person types into a device, page by page, to copy or to print. */
export function SetupSteps({ setup, reveal }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [keys, setKeys] = useState<Record<string, string> | null>(null);
  const [error, setError] = useState<unknown>(null);
  const hides = setup.steps.some((step) => step.fields.some((field) => field.secret));
  const show = () =>
    reveal?.().then(
      (found) => {
        setError(null);
        setKeys(found);
      },
      (reason: unknown) => setError(reason),
    );
  return (
    <Panel title={t('setup.title')} note={t('setup.lead')} className={classes['setup'] ?? ''}>
      <div className={classes['setupActs']}>
        {hides && reveal && keys === null && (
          <Button
            variant="default"
            size="xs"
            leftSection={<Icon name="eye" size={14} />}
            title={t('devices.audited')}
            onClick={() => void show()}
          >
            {t('setup.reveal')}
          </Button>
        )}
        <Button variant="default" size="xs" onClick={() => print()}>
          {t('setup.print')}
        </Button>
        {error !== null && (
          <small role="alert" className={classes['bad']}>
            {problem(error)}
          </small>
        )}
      </div>
      <ol className={classes['steps']}>
        {setup.steps.map((step) => (
          <li key={`${step.title}${step.page}`}>
            <h3>{step.title}</h3>
            {step.page && <p className={classes['where']}>{step.page}</p>}
            <dl>
              {step.fields.map((field) => {
                const value = field.secret ? secretOf(field, keys) : field.value;
                return (
                  <div key={field.label}>
                    <dt>{field.label}</dt>
                    <dd>
                      {value === null ? (
                        <code>••••••••</code>
                      ) : (
                        <Copied label={field.label} value={value} />
                      )}
                      {field.note && <small>{field.note}</small>}
                    </dd>
                  </div>
                );
              })}
            </dl>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
