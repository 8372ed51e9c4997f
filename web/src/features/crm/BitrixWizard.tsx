import { Button, CopyButton, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { beginBitrix, type Crm, crmKeys, landBitrix } from '@/api/crm';
import { Panel } from '@/features/gsm/Panel';
import { useProblem } from '@/ui/problem';
import classes from './Links.module.css';

type Props = { crm: Crm; onLinked(): void };

/** Linking Bitrix24 in three steps: what to click there, the keys, and letting us in. */
export function BitrixWizard({ crm, onLinked }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const [query, setQuery] = useSearchParams();
  const came = query.get('code') ? `?${query.toString()}` : '';
  const [portal, setPortal] = useState(crm.portal);
  const [id, setId] = useState(crm.client_id);
  const [secret, setSecret] = useState('');
  const [landed, setLanded] = useState(came);
  const begin = useMutation({
    mutationFn: () =>
      beginBitrix({ portal, client_id: id, ...(secret ? { client_secret: secret } : {}) }),
    onSuccess: async (made) => {
      window.open(made.authorize, '_blank', 'noopener');
      await memory.invalidateQueries({ queryKey: crmKeys.crms });
    },
  });
  const land = useMutation({
    mutationFn: () => landBitrix(landed.trim()),
    onSuccess: async () => {
      setQuery({}, { replace: true });
      onLinked();
      await memory.invalidateQueries({ queryKey: crmKeys.crms });
    },
  });
  const handler = `${crm.public ?? window.location.origin}/integrations/bitrix`;
  return (
    <Panel title={t('links.bitrix.title')} note={t('links.bitrix.note')}>
      <div className={classes['body']}>
        <ol className={classes['steps']}>
          <li>
            <p>{t('links.bitrix.app')}</p>
            <p className={classes['copy']}>
              {t('links.bitrix.handler')} <code>{handler}</code>
              <CopyButton value={handler}>
                {({ copied, copy }) => (
                  <Button size="compact-xs" variant="default" onClick={copy}>
                    {t(copied ? 'links.copied' : 'links.copy')}
                  </Button>
                )}
              </CopyButton>
            </p>
            <p className={classes['text']}>{t('links.bitrix.scopes')}</p>
          </li>
          <li>
            <form
              className={classes['narrow']}
              onSubmit={(event) => {
                event.preventDefault();
                begin.mutate();
              }}
            >
              <div className={classes['two']}>
                <TextInput
                  label={t('links.portal')}
                  placeholder="firma.bitrix24.by"
                  required
                  value={portal}
                  onChange={(event) => setPortal(event.currentTarget.value)}
                />
                <TextInput
                  label={t('links.clientId')}
                  placeholder="local.…"
                  required
                  autoComplete="off"
                  value={id}
                  onChange={(event) => setId(event.currentTarget.value)}
                />
              </div>
              <PasswordInput
                mt={8}
                mb={8}
                label={t('links.clientSecret')}
                description={crm.client_id ? t('links.secretKept') : undefined}
                required={!crm.client_id}
                autoComplete="new-password"
                value={secret}
                onChange={(event) => setSecret(event.currentTarget.value)}
              />
              {begin.isError && (
                <p role="alert" className={classes['bad']}>
                  {problem(begin.error)}
                </p>
              )}
              <Button type="submit" loading={begin.isPending}>
                {t('links.bitrix.letIn')}
              </Button>
              {begin.data && (
                <p className={classes['text']}>
                  <a href={begin.data.authorize} target="_blank" rel="noopener noreferrer">
                    {t('links.bitrix.openAgain')}
                  </a>
                </p>
              )}
            </form>
          </li>
          <li>
            <p>{t('links.bitrix.land')}</p>
            <form
              className={classes['narrow']}
              onSubmit={(event) => {
                event.preventDefault();
                land.mutate();
              }}
            >
              <TextInput
                label={t('links.landed')}
                placeholder={`${handler}?code=…`}
                required
                value={landed}
                onChange={(event) => setLanded(event.currentTarget.value)}
              />
              {land.isError && (
                <p role="alert" className={classes['bad']}>
                  {problem(land.error)}
                </p>
              )}
              <Button mt={8} type="submit" loading={land.isPending} disabled={!landed.trim()}>
                {t('links.finish')}
              </Button>
            </form>
          </li>
        </ol>
      </div>
    </Panel>
  );
}
