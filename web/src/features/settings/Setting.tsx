import { Button, CopyButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/ui/Icon';
import { useProblem } from '@/ui/problem';
import classes from './Devices.module.css';

/** A row of settings: what a person types somewhere, with a button that copies it. */
export function Setting({ label, value, copy }: { label: string; value: string; copy?: string }) {
  const { t } = useTranslation();
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <code>{value}</code>
        <CopyButton value={copy ?? value}>
          {({ copied, copy: press }) => (
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={press}
              aria-label={t('devices.copyWhat', { what: label })}
              leftSection={<Icon name="copy" size={13} />}
            >
              {t(copied ? 'devices.copied' : 'devices.copy')}
            </Button>
          )}
        </CopyButton>
      </dd>
    </div>
  );
}

/** A password behind a button: who asks is written down. */
export function Password({ read }: { read(): Promise<string> }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [password, setPassword] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  if (password !== null) return <Setting label={t('login.password')} value={password} />;
  return (
    <div>
      <dt>{t('login.password')}</dt>
      <dd>
        <code aria-hidden="true">••••••••</code>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<Icon name="eye" size={13} />}
          title={t('devices.audited')}
          onClick={() =>
            read().then(
              (text) => {
                setError(null);
                setPassword(text);
              },
              (reason: unknown) => setError(reason),
            )
          }
        >
          {t('devices.reveal')}
        </Button>
        {error !== null && (
          <small role="alert" className={classes['problem']}>
            {problem(error)}
          </small>
        )}
      </dd>
    </div>
  );
}
