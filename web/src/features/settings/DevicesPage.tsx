import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { isStatus } from '@/api/error';
import { revealDevice, revealLine } from '@/api/hub';
import { devicesQuery, linesQuery } from '@/api/queries';
import type { DeviceSettings, LineSettings } from '@/api/types';
import { useMe } from '@/app/context';
import { spoken } from '@/app/spoken';
import { Top } from '@/app/Top';
import { useMinute } from '@/ui/clock';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { prettyNumber } from '@/ui/phone';
import { useMoments } from '@/ui/place';
import { useTitle } from '@/ui/title';
import classes from './Devices.module.css';
import { Password, Setting } from './Setting';

const PhoneBooks = lazy(async () => ({
  default: (await spoken('popup', import('@/features/phonebook/PhoneBooks'))).PhoneBooks,
}));

/** What a person types into each phone and gateway, and whether it came through. */
export function DevicesPage() {
  const { t } = useTranslation();
  useTitle(t('nav.devices'));
  const { role } = useMe();
  const runs = role === 'owner' || role === 'administrator';
  const devices = useQuery(devicesQuery);
  const lines = useQuery(linesQuery);
  const isForbidden = isStatus(devices.error, 403) || isStatus(lines.error, 403);
  return (
    <>
      <Top />
      <h1 className={classes['title']}>{t('nav.devices')}</h1>
      <p className={classes['lead']}>{t('devices.lead')}</p>
      {isForbidden ? (
        <section className="v-card">
          <Empty title={t('problem.forbidden')}>
            <p>{t('devices.forbidden')}</p>
          </Empty>
        </section>
      ) : (
        <>
          <Group title={t('devices.phones')} query={devices} empty="devices.noPhones">
            {devices.data?.map((device) => (
              <Device key={device.account} device={device} />
            ))}
          </Group>
          <Group title={t('devices.lines')} query={lines} empty="devices.noLines">
            {lines.data?.map((line) => (
              <Line key={line.id} line={line} />
            ))}
          </Group>
          {runs && (
            <Suspense>
              <PhoneBooks />
            </Suspense>
          )}
        </>
      )}
    </>
  );
}

type GroupProps = {
  title: string;
  empty: 'devices.noPhones' | 'devices.noLines';
  query: { data?: unknown[] | undefined; error: unknown; isError: boolean; refetch(): unknown };
  children: ReactNode;
};

function Group({ title, empty, query, children }: GroupProps) {
  const { t } = useTranslation();
  return (
    <section aria-label={title}>
      <h2 className={classes['group']}>{title}</h2>
      {query.isError && !query.data && (
        <div className="v-card">
          <Failure error={query.error} retry={() => void query.refetch()} />
        </div>
      )}
      {query.data?.length === 0 && (
        <div className="v-card">
          <Empty title={t(empty)}>
            <p>{t('devices.publish')}</p>
          </Empty>
        </div>
      )}
      <div className={classes['cards']}>{children}</div>
    </section>
  );
}

function Device({ device }: { device: DeviceSettings }) {
  const { t } = useTranslation();
  return (
    <article className="v-card" data-account={device.account}>
      <Head
        title={device.person ?? device.name}
        note={`${device.name} · ${device.extension}`}
        state={device}
      />
      <dl className={classes['settings']}>
        <Setting label={t('devices.server')} value={device.server} />
        <Setting
          label={t('devices.port')}
          value={`${device.port} ${device.transport.toUpperCase()}`}
          copy={String(device.port)}
        />
        <Setting label={t('devices.account')} value={device.account} />
        <Password read={() => revealDevice(device.account)} />
      </dl>
    </article>
  );
}

function Line({ line }: { line: LineSettings }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const isTrunk = line.kind === 'trunk';
  return (
    <article className="v-card" data-account={line.account}>
      <Head
        title={line.name}
        note={[t(`lines.kind.${line.kind}`), line.number ? prettyNumber(line.number) : '']
          .filter(Boolean)
          .join(' · ')}
        state={line}
      />
      <dl className={classes['settings']}>
        <Setting
          label={t(isTrunk ? 'devices.operatorServer' : 'devices.server')}
          value={line.server}
        />
        <Setting
          label={t('devices.port')}
          value={`${line.port} ${line.transport.toUpperCase()}`}
          copy={String(line.port)}
        />
        <Setting label={t('devices.account')} value={line.account} />
        <Password read={() => revealLine(line.id)} />
      </dl>
      {(line.replaces?.length ?? 0) > 0 && (
        <ul className={classes['old']} aria-label={t('devices.oldNumbers')}>
          {line.replaces?.map((old) => (
            <li key={old.number}>
              <span>
                {old.name} <span className="v-num">{prettyNumber(old.number)}</span>
              </span>
              <small>
                {old.last_used
                  ? t('devices.oldUsed', { when: moments.dayTime(old.last_used, minute) })
                  : t('devices.oldUnused')}
              </small>
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

type State = { online: boolean; address: string; user_agent: string; last_seen: string | null };

function Head({ title, note, state }: { title: string; note: string; state: State }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  return (
    <header className={classes['head']}>
      <div>
        <h3>{title}</h3>
        <small>{note}</small>
      </div>
      <div className={classes['state']} data-online={state.online}>
        <b>{t(state.online ? 'devices.online' : 'devices.offline')}</b>
        <small>
          {state.online
            ? state.user_agent
            : state.last_seen
              ? t('devices.lastSeen', { when: moments.dayTime(state.last_seen, minute) })
              : t('devices.neverSeen')}
        </small>
        {state.online && <small className="v-num">{state.address}</small>}
      </div>
    </header>
  );
}
