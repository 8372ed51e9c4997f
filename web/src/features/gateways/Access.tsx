import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { revealGateway } from '@/api/gsm';
import type { GatewayRow } from '@/api/types';
import { Icon } from '@/ui/Icon';
import { useProblem } from '@/ui/problem';
import { Copied } from './Copied';
import classes from './Gateways.module.css';

/** Where the gateway's own page is, and what opens it. */
export function Access({ gateway }: { gateway: GatewayRow }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [password, setPassword] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const reveal = () =>
    revealGateway(gateway.id).then(
      ({ keys }) => {
        setError(null);
        setPassword(keys[`web.${gateway.id}`] ?? '');
      },
      (reason: unknown) => setError(reason),
    );
  return (
    <dl className={classes['access']}>
      <div>
        <dt>{t('gateways.ownPage')}</dt>
        <dd>
          {gateway.page_url ? (
            <a href={gateway.page_url} target="_blank" rel="noreferrer">
              {gateway.page_url}
            </a>
          ) : (
            <span className="v-mute">{t('gateways.noAddress')}</span>
          )}
        </dd>
      </div>
      <div>
        <dt>{t('login.login')}</dt>
        <dd>
          <Copied label={t('login.login')} value={gateway.login ?? ''} />
        </dd>
      </div>
      <div>
        <dt>{t('login.password')}</dt>
        <dd>
          {!gateway.has_password ? (
            <span className="v-mute">{t('gateways.noPassword')}</span>
          ) : password !== null ? (
            <Copied label={t('login.password')} value={password} />
          ) : (
            <>
              <code aria-hidden="true">••••••••</code>
              <Button
                size="compact-xs"
                variant="subtle"
                leftSection={<Icon name="eye" size={13} />}
                title={t('devices.audited')}
                onClick={() => void reveal()}
              >
                {t('devices.reveal')}
              </Button>
            </>
          )}
          {error !== null && (
            <small role="alert" className={classes['bad']}>
              {problem(error)}
            </small>
          )}
        </dd>
      </div>
    </dl>
  );
}
