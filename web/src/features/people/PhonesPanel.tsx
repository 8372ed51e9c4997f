import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { QRCodeSVG } from 'qrcode.react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PhoneSecret, type PhoneSetup, readPhones, revealPhone } from '@/api/people';
import { keys } from '@/api/queries';
import { Copied } from '@/features/gateways/Copied';
import { Panel } from '@/features/gsm/Panel';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { useMoments } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import classes from './People.module.css';

type Props = {
  person: string;
  /** No board tells of phones here: ask now and then. */
  watch?: boolean;
};

/** What is typed into each of his phones, to print or to scan; it says when a phone is there. */
export function PhonesPanel({ person, watch = false }: Props) {
  const { t } = useTranslation();
  // Under the key of devices: whatever the board tells of a phone makes it read again.
  const phones = useQuery({
    queryKey: [...keys.devices, 'of', person],
    queryFn: () => readPhones(person),
    refetchInterval: watch ? 3000 : false,
  });
  return (
    <Panel title={t('staff.phones.title')} note={t('staff.phones.lead')}>
      {phones.isError && !phones.data && (
        <Failure error={phones.error} retry={() => void phones.refetch()} />
      )}
      {phones.data?.length === 0 && (
        <p className={`${classes['body']} v-mute`}>{t('staff.phones.none')}</p>
      )}
      {phones.data?.map((phone) => (
        <Phone key={phone.account} person={person} phone={phone} />
      ))}
      {(phones.data?.length ?? 0) > 0 && (
        <div className={`${classes['body']} ${classes['printless']}`}>
          <div className={classes['acts']}>
            <Button variant="default" size="compact-sm" onClick={() => print()}>
              {t('staff.phones.print')}
            </Button>
          </div>
        </div>
      )}
    </Panel>
  );
}

function Phone({ person, phone }: { person: string; phone: PhoneSetup }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [secret, setSecret] = useState<PhoneSecret | null>(null);
  const [error, setError] = useState<unknown>(null);
  const rows = [
    [t('staff.phones.server'), phone.server],
    [t('staff.phones.port'), `${phone.port} ${phone.transport.toUpperCase()}`],
    [t('staff.phones.account'), phone.account],
  ] as const;
  return (
    <section className={classes['setup']} data-account={phone.account}>
      <h3>
        {phone.name} · {phone.account}
      </h3>
      <p className={classes['live']} data-on={phone.online} role="status">
        {t(phone.online ? 'staff.phones.registered' : 'staff.phones.notYet', {
          account: phone.account,
        })}
      </p>
      <dl>
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <Copied label={label} value={value} />
            </dd>
          </div>
        ))}
        {secret && (
          <div>
            <dt>{t('staff.phones.password')}</dt>
            <dd>
              <Copied label={t('staff.phones.password')} value={secret.password} />
            </dd>
          </div>
        )}
      </dl>
      {secret && phone.kind === 'softphone' && <Qr secret={secret} />}
      {!secret && (
        <div className={`${classes['acts']} ${classes['printless']}`}>
          <Button
            size="compact-sm"
            variant="default"
            title={t('staff.phones.revealWhy')}
            leftSection={<Icon name="eye" size={14} />}
            onClick={() =>
              void revealPhone(person, phone.account).then(
                (found) => {
                  setError(null);
                  setSecret(found);
                },
                (reason: unknown) => setError(reason),
              )
            }
          >
            {t(phone.kind === 'softphone' ? 'staff.phones.reveal' : 'staff.phones.showPassword')}
          </Button>
          {error !== null && (
            <small role="alert" className={classes['off']}>
              {problem(error)}
            </small>
          )}
        </div>
      )}
    </section>
  );
}

function Qr({ secret }: { secret: PhoneSecret }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const path = secret.provision.replace(/^https?:\/\/[^/]+/, location.origin);
  return (
    <div className={classes['qr']}>
      <div>
        <QRCodeSVG value={path} title={t('staff.phones.qr')} level="M" />
      </div>
      <p>
        {t('staff.phones.qrText', { when: moments.time(secret.expires_at) })}{' '}
        {t('staff.phones.qrOther')}
      </p>
    </div>
  );
}
