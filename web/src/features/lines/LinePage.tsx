import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { revealLine } from '@/api/hub';
import type { Line } from '@/api/lines';
import { linesQuery, officeQuery } from '@/api/queries';
import type { LineState } from '@/api/types';
import { useCalls, useLive, useMe } from '@/app/context';
import { NotFound } from '@/app/NotFound';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { Panel } from '@/features/gsm/Panel';
import { isAdministrator } from '@/features/gsm/places';
import settings from '@/features/settings/Devices.module.css';
import { Password, Setting } from '@/features/settings/Setting';
import { useMinute } from '@/ui/clock';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { nameOf } from '@/ui/party';
import { prettyNumber } from '@/ui/phone';
import { useMoments } from '@/ui/place';
import { DropLine } from './DropLine';
import { LineForm } from './LineForm';
import classes from './Lines.module.css';
import { Pause } from './Pause';
import { Signature } from './Signature';
import { Standing } from './Standing';

const NONE: LineState[] = [];

/** One line: how it stands, what it is wired to, what is typed into its device or at its operator. */
export function LinePage() {
  const { t } = useTranslation();
  const id = useParams()['id'] ?? '';
  const { role } = useMe();
  const may = isAdministrator(role);
  const query = useQuery(linesQuery);
  const office = useQuery(officeQuery);
  const [open, setOpen] = useState<'edit' | 'drop' | null>(null);
  const line = query.data?.find((one) => one.id === id);
  const document = office.data?.lines.find((one) => one.id === id);
  if (query.isSuccess && !line) return <NotFound />;
  return (
    <Cabinet
      title={line?.name ?? t('line.one')}
      least="head"
      acts={
        may &&
        document && (
          <span className={classes['acts']}>
            <Button variant="outline" color="red" onClick={() => setOpen('drop')}>
              {t('line.drop')}
            </Button>
            <Button variant="default" onClick={() => setOpen('edit')}>
              {t('action.edit')}
            </Button>
          </span>
        )
      }
    >
      <p className={classes['back']}>
        <Link to="/lines">← {t('line.title')}</Link>
      </p>
      {query.isError && !line && (
        <div className="v-card">
          <Failure error={query.error} retry={() => void query.refetch()} />
        </div>
      )}
      {line && <Card line={line} may={may} />}
      {open === 'edit' && document && (
        <LineForm kind={document.kind} line={document} onClose={() => setOpen(null)} />
      )}
      {open === 'drop' && line && office.data && (
        <DropLine line={line} office={office.data} onClose={() => setOpen(null)} />
      )}
    </Cabinet>
  );
}

function Card({ line, may }: { line: Line; may: boolean }) {
  const { t } = useTranslation();
  const live = useLive((state) => state.board?.lines ?? NONE).find((one) => one.id === line.id);
  return (
    <div className={classes['page']}>
      <section className={`v-card ${classes['head'] ?? ''}`} aria-label={t('line.state')}>
        <Standing live={live} />
        <div className={classes['about']}>
          <span>{[t(`lines.kind.${line.kind}`), line.operator].join(' · ')}</span>
          <Seen line={line} />
        </div>
        {may && live && <Pause live={live} />}
      </section>
      {line.signature && <Signature line={line} rule={line.signature} />}
      <div className={classes['column']}>
        <Wires line={line} />
        <Talks line={line} />
      </div>
      {may && <Settings line={line} />}
    </div>
  );
}

function Seen({ line }: { line: Line }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  if (line.online)
    return (
      <small>{[line.address, line.user_agent].filter(Boolean).join(' · ') || t('line.here')}</small>
    );
  return (
    <small>
      {line.last_seen
        ? t('devices.lastSeen', { when: moments.dayTime(line.last_seen, minute) })
        : t('devices.neverSeen')}
    </small>
  );
}

function Wires({ line }: { line: Line }) {
  const { t } = useTranslation();
  const rest = line.answers.find((one) => one.number === null);
  const answer = (number: string | null) =>
    line.answers.find((one) => one.number === number) ?? rest;
  const rows: (string | null)[] = line.numbers.length > 0 ? line.numbers : [null];
  return (
    <Panel title={t('line.wires')}>
      <dl className={classes['facts']}>
        {rows.map((number) => {
          const found = answer(number);
          return (
            <div key={number ?? ''}>
              <dt className="v-num">{number ? prettyNumber(number) : t('line.anyNumber')}</dt>
              <dd>
                {found ? (
                  <Link to={`/schemes/${found.scheme}`}>{found.name}</Link>
                ) : (
                  <b className={classes['bad']}>{t('line.nobodyAnswers')}</b>
                )}
              </dd>
            </div>
          );
        })}
        <div>
          <dt>{t('line.usedBy')}</dt>
          <dd>
            {line.used_by.length === 0
              ? t('line.nobodyCalls')
              : line.used_by.map((one) => (
                  <Link key={one.id} to="/outgoing">
                    {one.name}
                  </Link>
                ))}
          </dd>
        </div>
        <div>
          <dt>{t('line.capacity')}</dt>
          <dd>{t('line.channels', { count: line.channels })}</dd>
        </div>
        {line.gateway && (
          <div>
            <dt>{t('line.card')}</dt>
            <dd>
              <Link to={`/sims/${line.id}`}>{t('line.cardWhere')}</Link>
              <Link to={`/gateways/${line.gateway}`}>
                {t('line.slot', { gateway: line.gateway, slot: line.slot })}
              </Link>
            </dd>
          </div>
        )}
        {line.adapter && (
          <div>
            <dt>{t('line.adapter')}</dt>
            <dd>
              <Link to={`/adapters/${line.adapter}`}>{line.adapter}</Link>
            </dd>
          </div>
        )}
        {(line.replaces?.length ?? 0) > 0 && (
          <div>
            <dt>{t('devices.oldNumbers')}</dt>
            <dd>
              {line.replaces?.map((old) => (
                <span key={old.number} className="v-num">
                  {prettyNumber(old.number)}
                </span>
              ))}
              <Link to="/lines/migration">{t('line.move.title')}</Link>
            </dd>
          </div>
        )}
      </dl>
    </Panel>
  );
}

function Settings({ line }: { line: Line }) {
  const { t } = useTranslation();
  const isTrunk = line.kind === 'trunk';
  return (
    <Panel
      title={t(isTrunk ? 'line.atOperator' : 'line.toDevice')}
      note={t(isTrunk ? 'line.atOperatorNote' : 'line.toDeviceNote')}
    >
      <dl className={settings['settings']}>
        <Setting
          label={t(isTrunk ? 'devices.operatorServer' : 'devices.server')}
          value={line.server}
        />
        <Setting
          label={t('devices.port')}
          value={`${line.port} ${line.transport.toUpperCase()}`}
          copy={String(line.port)}
        />
        {line.account && <Setting label={t('devices.account')} value={line.account} />}
        {line.account && <Password read={() => revealLine(line.id)} />}
      </dl>
      <p className={classes['print']}>
        <Button
          variant="default"
          size="xs"
          leftSection={<Icon name="note" size={14} />}
          onClick={() => print()}
        >
          {t('line.print')}
        </Button>
      </p>
    </Panel>
  );
}

function Talks({ line }: { line: Line }) {
  const { t } = useTranslation();
  const calls = useCalls().filter((call) => call.line === line.id || call.lines.includes(line.id));
  return (
    <Panel title={t('line.now')}>
      {calls.length === 0 ? (
        <p className={classes['none']}>{t('line.quiet')}</p>
      ) : (
        <ul className={classes['talks']}>
          {calls.map((call) => (
            <li key={call.linked_id}>
              <span>{nameOf(call.client, t)}</span>
              <small>
                {t(`direction.${call.direction}`)} ·{' '}
                {call.employees.map((one) => one.name).join(', ') || t('line.ringing')}
              </small>
            </li>
          ))}
        </ul>
      )}
      <p className={classes['print']}>
        <Link to={`/calls?line=${line.id}`}>{t('line.allCalls')}</Link>
      </p>
    </Panel>
  );
}
