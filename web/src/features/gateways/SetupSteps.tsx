import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Revealed } from '@/api/gsm';
import type { Setup } from '@/api/types';
import { Panel } from '@/features/gsm/Panel';
import { Icon } from '@/ui/Icon';
import { useProblem } from '@/ui/problem';
import { Copied } from './Copied';
import classes from './Gateways.module.css';
import { secretOf } from './secrets';

type Props = {
  setup: Setup;
  /** Secrets by name and files with them; who asks is written down. */
  reveal(): Promise<Revealed>;
  /** The device takes a file instead of typing. */
  hasFile?: boolean;
};

/** What a person types into a device, page by page, to copy or to print. */
export function SetupSteps({ setup, reveal, hasFile = false }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [keys, setKeys] = useState<Record<string, string> | null>(null);
  const [error, setError] = useState<unknown>(null);
  const hides = setup.steps.some((step) => step.fields.some((field) => field.secret));
  const ask = (then: (found: Revealed) => void) =>
    void reveal().then(
      (found) => {
        setError(null);
        then(found);
      },
      (reason: unknown) => setError(reason),
    );
  return (
    <Panel title={t('setup.title')} note={t('setup.lead')} className={classes['setup'] ?? ''}>
      <div className={classes['setupActs']}>
        {hides && keys === null && (
          <Button
            variant="default"
            size="xs"
            leftSection={<Icon name="eye" size={14} />}
            title={t('devices.audited')}
            onClick={() => ask((found) => setKeys(found.keys))}
          >
            {t('setup.reveal')}
          </Button>
        )}
        {hasFile && (
          <Button
            variant="default"
            size="xs"
            leftSection={<Icon name="down" size={14} />}
            title={t('setup.filesWhy')}
            onClick={() => ask((found) => found.files.forEach(download))}
          >
            {t('setup.download')}
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

/** The browser keeps it under its name. */
function download(file: Revealed['files'][number]) {
  const url = URL.createObjectURL(new Blob([file.text], { type: file.media_type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  URL.revokeObjectURL(url);
}
