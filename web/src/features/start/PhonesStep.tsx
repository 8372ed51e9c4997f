import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { QRCodeSVG } from 'qrcode.react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { revealDevice } from '@/api/hub';
import { devicesQuery } from '@/api/queries';
import type { DeviceSettings } from '@/api/types';
import { usePeople } from '@/app/context';
import settings from '@/features/settings/Devices.module.css';
import { Setting } from '@/features/settings/Setting';
import { Failure } from '@/ui/Failure';
import { useProblem } from '@/ui/problem';
import classes from './Start.module.css';
import type { StepProps } from './StartPage';
import { waveAccount } from './typed';

/** What is typed into each phone, to print or to scan; each tells by itself that it came through. */
export function PhonesStep({ onNext }: StepProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const query = useQuery(devicesQuery);
  const people = usePeople();
  const [keys, setKeys] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const devices = query.data ?? [];
  const online = new Set(
    people.flatMap((one) => one.devices.filter((each) => each.online).map((each) => each.account)),
  );
  const here = devices.filter((one) => online.has(one.account)).length;
  const reveal = async (accounts: string[]) => {
    setBusy(true);
    setError(null);
    try {
      for (const account of accounts) {
        const password = await revealDevice(account);
        setKeys((known) => ({ ...known, [account]: password }));
      }
    } catch (reason) {
      setError(reason);
    }
    setBusy(false);
  };
  const hidden = devices.map((one) => one.account).filter((account) => !(account in keys));
  return (
    <div className={classes['form']}>
      {query.isError && !query.data && (
        <Failure error={query.error} retry={() => void query.refetch()} />
      )}
      {query.isSuccess && devices.length === 0 && (
        <p className={classes['lead']}>{t('start.phones.none')}</p>
      )}
      {devices.length > 0 && (
        <>
          <p className={classes['count']} aria-live="polite" data-all={here === devices.length}>
            {t('start.phones.count', { here, count: devices.length })}
          </p>
          <p className={classes['acts']}>
            {hidden.length > 0 && (
              <Button
                variant="default"
                loading={busy}
                title={t('devices.audited')}
                onClick={() => void reveal(hidden)}
              >
                {t('start.phones.reveal')}
              </Button>
            )}
            <Button variant="default" onClick={() => print()}>
              {t('start.phones.print')}
            </Button>
          </p>
          {error !== null && (
            <p role="alert" className={classes['bad']}>
              {problem(error)}
            </p>
          )}
          <ul className={classes['phones']}>
            {devices.map((device) => (
              <Phone
                key={device.account}
                device={device}
                online={online.has(device.account)}
                password={keys[device.account] ?? null}
              />
            ))}
          </ul>
        </>
      )}
      <Button className={classes['main'] ?? ''} onClick={onNext}>
        {t('start.next')}
      </Button>
    </div>
  );
}

type PhoneProps = { device: DeviceSettings; online: boolean; password: string | null };

function Phone({ device, online, password }: PhoneProps) {
  const { t } = useTranslation();
  return (
    <li data-account={device.account}>
      <div className={classes['phoneHead']}>
        <span>
          <b>{device.person ?? device.name}</b>
          <small>
            {device.name} · {device.extension}
          </small>
        </span>
        <b data-online={online} aria-live="polite">
          {online ? t('start.phones.here', { account: device.account }) : t('start.phones.waits')}
        </b>
      </div>
      <div className={classes['phoneBody']}>
        <dl className={settings['settings']}>
          <Setting label={t('devices.server')} value={device.server} />
          <Setting
            label={t('devices.port')}
            value={`${device.port} ${device.transport.toUpperCase()}`}
            copy={String(device.port)}
          />
          <Setting label={t('devices.account')} value={device.account} />
          {password !== null && <Setting label={t('login.password')} value={password} />}
        </dl>
        {password !== null && (
          <figure className={classes['qr']}>
            <QRCodeSVG
              value={waveAccount(device.server, device.port, device.account, password)}
              size={132}
              title={t('start.phones.qr', { account: device.account })}
              marginSize={2}
            />
            <figcaption>{t('start.phones.qrHint')}</figcaption>
          </figure>
        )}
      </div>
    </li>
  );
}
