import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { Line } from '@/api/lines';
import { linesQuery } from '@/api/queries';
import type { LineState } from '@/api/types';
import { useLive, useMe } from '@/app/context';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { isAdministrator } from '@/features/gsm/places';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { prettyNumber } from '@/ui/phone';
import type { LineKind } from './draft';
import { LineForm } from './LineForm';
import classes from './Lines.module.css';
import { Pause } from './Pause';
import { Standing } from './Standing';
import { sumOf } from './state';

const NONE: LineState[] = [];
const KINDS = ['trunk', 'gsm', 'fxo'] as const;

/** All lines to the outside world: how each stands, what answers it, who calls over it. */
export function LinesPage() {
  const { t } = useTranslation();
  const { role } = useMe();
  const may = isAdministrator(role);
  const navigate = useNavigate();
  const query = useQuery(linesQuery);
  const live = useLive((state) => state.board?.lines ?? NONE);
  const [adding, setAdding] = useState<LineKind | null>(null);
  const lines = query.data ?? [];
  const byId = new Map(live.map((one) => [one.id, one]));
  const sum = sumOf(live);
  return (
    <Cabinet
      title={t('line.title')}
      least="head"
      acts={
        may && (
          <span className={classes['acts']}>
            <Button variant="default" component={Link} to="/lines/migration">
              {t('line.move.title')}
            </Button>
            <Menu position="bottom-end" width={320}>
              <Menu.Target>
                <Button leftSection={<Icon name="plus" size={16} />}>{t('line.add')}</Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => setAdding('trunk')}>{t('line.new.trunk')}</Menu.Item>
                <Menu.Item onClick={() => void navigate('/gateways?new=1')}>
                  {t('line.new.gateway')}
                </Menu.Item>
                <Menu.Item onClick={() => setAdding('gsm')}>{t('line.new.gsm')}</Menu.Item>
                <Menu.Item onClick={() => setAdding('fxo')}>{t('line.new.fxo')}</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </span>
        )
      }
    >
      {query.isError && !query.data && (
        <div className="v-card">
          <Failure error={query.error} retry={() => void query.refetch()} />
        </div>
      )}
      {query.isPending && <p className={classes['wait']}>{t('line.waiting')}</p>}
      {query.isSuccess && lines.length === 0 && (
        <div className="v-card">
          <Empty title={t('line.empty')}>
            <p>{t('line.emptyText')}</p>
            {may && (
              <Button component={Link} to="/start?step=lines" variant="default">
                {t('line.emptyAct')}
              </Button>
            )}
          </Empty>
        </div>
      )}
      {lines.length > 0 && live.length > 0 && (
        <p className={classes['sum']}>
          {t('line.sumOnline', { online: sum.online, count: sum.lines })}{' '}
          {t('line.sumBusy', { busy: sum.busy, count: sum.channels })}
        </p>
      )}
      {KINDS.map((kind) => {
        const own = lines.filter((line) => line.kind === kind);
        return (
          own.length > 0 && (
            <section key={kind} aria-label={t(`line.group.${kind}`)} className={classes['group']}>
              <h2>{t(`line.group.${kind}`)}</h2>
              <ul className={classes['list']}>
                {own.map((line) => (
                  <Row key={line.id} line={line} live={byId.get(line.id)} may={may} />
                ))}
              </ul>
            </section>
          )
        );
      })}
      {adding && <LineForm kind={adding} line={null} onClose={() => setAdding(null)} />}
    </Cabinet>
  );
}

type RowProps = { line: Line; live: LineState | undefined; may: boolean };

function Row({ line, live, may }: RowProps) {
  const { t } = useTranslation();
  return (
    <li className={`v-card ${classes['row'] ?? ''}`} data-line={line.id}>
      <div>
        <Link to={`/lines/${line.id}`} className={classes['name'] ?? ''}>
          {line.name}
        </Link>
        <small>{line.operator === line.name ? '' : line.operator}</small>
        <span className={classes['numbers']}>
          {line.numbers.slice(0, 3).map((number) => (
            <span key={number} className="v-num">
              {prettyNumber(number)}
            </span>
          ))}
          {line.numbers.length > 3 && (
            <span>{t('line.moreNumbers', { count: line.numbers.length - 3 })}</span>
          )}
          {line.numbers.length === 0 && <span className="v-mute">{t('line.noNumber')}</span>}
        </span>
      </div>
      <Standing live={live}>
        {line.signature && !line.signature.by ? (
          <Link to={`/lines/${line.id}`} className={classes['unsigned'] ?? ''}>
            <Icon name="alarm" size={15} /> {t('line.needsSignature')}
          </Link>
        ) : undefined}
      </Standing>
      <dl className={classes['wires']}>
        <div>
          <dt>{t('line.answers')}</dt>
          <dd>
            {line.answers.length === 0 ? (
              <b className={classes['bad']}>{t('line.nobodyAnswers')}</b>
            ) : (
              [...new Map(line.answers.map((one) => [one.scheme, one])).values()].map((one) => (
                <Link key={one.scheme} to={`/schemes/${one.scheme}`}>
                  {one.name}
                </Link>
              ))
            )}
          </dd>
        </div>
        <div>
          <dt>{t('line.usedBy')}</dt>
          <dd>
            {line.used_by.length === 0 ? (
              <span className="v-mute">{t('line.nobodyCalls')}</span>
            ) : (
              line.used_by.map((one) => (
                <Link key={one.id} to="/outgoing">
                  {one.name}
                </Link>
              ))
            )}
          </dd>
        </div>
      </dl>
      <div className={classes['side']}>{may && live && <Pause live={live} />}</div>
    </li>
  );
}
