import { Button, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Crm, crmKeys, linkAmo } from '@/api/crm';
import { Panel } from '@/features/gsm/Panel';
import { useProblem } from '@/ui/problem';
import classes from './Links.module.css';

type Props = { crm: Crm; onLinked(): void };

/** Linking amoCRM: by a long-lived token, or by the keys of an integration. */
export function AmoWizard({ crm, onLinked }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const [way, setWay] = useState<'token' | 'keys'>('token');
  const [portal, setPortal] = useState(crm.portal);
  const [token, setToken] = useState('');
  const [id, setId] = useState('');
  const [secret, setSecret] = useState('');
  const [code, setCode] = useState('');
  const [redirect, setRedirect] = useState(
    `${crm.public ?? window.location.origin}/integrations/amo`,
  );
  const link = useMutation({
    mutationFn: () =>
      linkAmo(
        way === 'token'
          ? { portal, token, client_id: '', client_secret: '', code: '', redirect: '' }
          : { portal, client_id: id, client_secret: secret, code, redirect },
      ),
    onSuccess: async () => {
      onLinked();
      await memory.invalidateQueries({ queryKey: crmKeys.crms });
    },
  });
  return (
    <Panel title={t('links.amo.title')} note={t('links.amo.note')}>
      <form
        className={`${classes['body']} ${classes['narrow']}`}
        onSubmit={(event) => {
          event.preventDefault();
          link.mutate();
        }}
      >
        <p>{t('links.amo.app')}</p>
        <SegmentedControl
          value={way}
          onChange={(next) => setWay(next as typeof way)}
          data={[
            { value: 'token', label: t('links.amo.byToken') },
            { value: 'keys', label: t('links.amo.byKeys') },
          ]}
        />
        <TextInput
          label={t('links.portal')}
          placeholder="firma.amocrm.ru"
          required
          value={portal}
          onChange={(event) => setPortal(event.currentTarget.value)}
        />
        {way === 'token' ? (
          <PasswordInput
            label={t('links.amo.token')}
            description={t('links.amo.tokenText')}
            required
            autoComplete="new-password"
            value={token}
            onChange={(event) => setToken(event.currentTarget.value)}
          />
        ) : (
          <>
            <TextInput
              label={t('links.amo.redirect')}
              description={t('links.amo.redirectText')}
              required
              value={redirect}
              onChange={(event) => setRedirect(event.currentTarget.value)}
            />
            <TextInput
              label={t('links.amo.id')}
              required
              value={id}
              onChange={(event) => setId(event.currentTarget.value)}
            />
            <PasswordInput
              label={t('links.amo.secret')}
              required
              autoComplete="new-password"
              value={secret}
              onChange={(event) => setSecret(event.currentTarget.value)}
            />
            <TextInput
              label={t('links.amo.code')}
              description={t('links.amo.codeText')}
              required
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
          </>
        )}
        {link.isError && (
          <p role="alert" className={classes['bad']}>
            {problem(link.error)}
          </p>
        )}
        <div>
          <Button type="submit" loading={link.isPending}>
            {t('links.finish')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
