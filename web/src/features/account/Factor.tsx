import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { QRCodeSVG } from 'qrcode.react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  beginTotp,
  dropTotp,
  type Factor as FactorRow,
  finishTotp,
  type NewTotp,
  newCodes,
  readCodes,
} from '@/api/account';
import { keys } from '@/api/queries';
import { useMoments } from '@/ui/place';
import classes from './Account.module.css';
import { Card, Wrong } from './Card';
import { useConfirmed } from './Confirmed';
import { factorsQuery } from './queries';
import { RecoveryCodes } from './RecoveryCodes';

/** The code generator: set up by a QR code, proven by a code, and the codes for a lost phone. */
export function Factor() {
  const { t } = useTranslation();
  const moments = useMoments();
  const confirmed = useConfirmed();
  const memory = useQueryClient();
  const factors = useQuery(factorsQuery);
  const [fresh, setFresh] = useState<NewTotp | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const renew = () => {
    void memory.invalidateQueries({ queryKey: factorsQuery.queryKey });
    void memory.invalidateQueries({ queryKey: keys.me });
  };
  const begin = useMutation({ mutationFn: () => confirmed(beginTotp), onSuccess: setFresh });
  const drop = useMutation({ mutationFn: () => confirmed(dropTotp), onSuccess: renew });
  const show = useMutation({ mutationFn: () => confirmed(readCodes), onSuccess: setCodes });
  const anew = useMutation({
    mutationFn: () => confirmed(newCodes),
    onSuccess: (made) => {
      setCodes(made);
      renew();
    },
  });
  const rows: FactorRow[] = factors.data ?? [];
  const totp = rows.find((row) => row.type === 'totp');
  const spare = rows.find((row) => row.type === 'recovery_codes');
  return (
    <Card title={t('account.factor.title')} why={t('account.factor.why')}>
      {factors.isError && <Wrong error={factors.error} />}
      {totp && (
        <>
          <p>
            {t('account.factor.on', {
              when: moments.full(new Date(totp.created_at * 1000).toISOString()),
            })}
          </p>
          {spare && (
            <p className={classes['why']}>
              {t('account.factor.left', { count: spare.unused_code_count ?? 0 })}
            </p>
          )}
          <div className={classes['acts']}>
            {spare && (
              <Button variant="default" loading={show.isPending} onClick={() => show.mutate()}>
                {t('account.factor.show')}
              </Button>
            )}
            <Button variant="default" loading={anew.isPending} onClick={() => anew.mutate()}>
              {t('account.factor.anew')}
            </Button>
            <Button
              variant="subtle"
              color="red"
              loading={drop.isPending}
              onClick={() => drop.mutate()}
            >
              {t('account.factor.drop')}
            </Button>
          </div>
        </>
      )}
      {factors.isSuccess && !totp && !fresh && (
        <div className={classes['acts']}>
          <Button loading={begin.isPending} onClick={() => begin.mutate()}>
            {t('account.factor.begin')}
          </Button>
        </div>
      )}
      {fresh && !totp && (
        <Proof
          fresh={fresh}
          onDone={() => {
            setFresh(null);
            renew();
            show.mutate();
          }}
        />
      )}
      {codes && <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />}
      <Wrong error={begin.error ?? drop.error ?? show.error ?? anew.error} />
    </Card>
  );
}

function Proof({ fresh, onDone }: { fresh: NewTotp; onDone(): void }) {
  const { t } = useTranslation();
  const confirmed = useConfirmed();
  const [code, setCode] = useState('');
  const finish = useMutation({
    mutationFn: () => confirmed(() => finishTotp(code.replace(/\s/g, ''))),
    onSuccess: onDone,
  });
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        finish.mutate();
      }}
    >
      <p>{t('account.factor.scan')}</p>
      <div className={classes['qr']}>
        <QRCodeSVG value={fresh.totp_url} size={176} title={t('account.factor.qr')} />
      </div>
      <details>
        <summary>{t('account.factor.byHand')}</summary>
        <p className={classes['secret']}>{fresh.secret}</p>
      </details>
      <TextInput
        label={t('account.factor.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
        required
        withAsterisk={false}
        maxLength={8}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Wrong error={finish.error} />
      <div className={classes['acts']}>
        <Button type="submit" loading={finish.isPending}>
          {t('account.factor.finish')}
        </Button>
      </div>
    </form>
  );
}
