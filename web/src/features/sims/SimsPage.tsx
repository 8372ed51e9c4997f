import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { gatewaysQuery, simsQuery } from '@/api/gsm-queries';
import type { GatewayRow, SimRow } from '@/api/types';
import { useMe } from '@/app/context';
import { isAdministrator } from '@/features/gsm/places';
import { Section } from '@/features/gsm/Section';
import { useMinute } from '@/ui/clock';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { money } from '@/ui/money';
import { prettyNumber } from '@/ui/phone';
import { usePlace } from '@/ui/place';
import { Bars } from './Bars';
import classes from './Sims.module.css';
import { useSimSettings } from './settings';
import { isBad, isLow, slotsOf, stateOf } from './state';

/** The map: what sits in which slot of which gateway, and how each SIM card is. */
export function SimsPage() {
  const { t } = useTranslation();
  const { role } = useMe();
  const sims = useQuery({ ...simsQuery, enabled: role !== 'employee' });
  const gateways = useQuery({ ...gatewaysQuery, enabled: role !== 'employee' });
  const rows = sims.data ?? [];
  const homes = homesOf(gateways.data ?? [], rows);
  const query = sims.isError ? sims : gateways;
  return (
    <Section title={t('sims.title')} acts={<Summary sims={rows} />}>
      {query.isError && homes.length === 0 && (
        <div className="v-card">
          <Failure error={query.error} retry={() => void query.refetch()} />
        </div>
      )}
      {sims.isSuccess && gateways.isSuccess && homes.length === 0 && (
        <div className="v-card">
          <Empty title={t('sims.empty')}>
            <p>{t('sims.emptyText')}</p>
            {isAdministrator(role) && (
              <Button component={Link} to="/gateways?new=1">
                {t('gateways.add')}
              </Button>
            )}
          </Empty>
        </div>
      )}
      <div className={classes['homes']}>
        {homes.map((home) => (
          <Device key={home.id} home={home} />
        ))}
      </div>
    </Section>
  );
}

type Home = { id: string; name: string; row: GatewayRow | null; sims: SimRow[] };

/** Gateways of the office in their order, then any other that lines name. */
function homesOf(gateways: GatewayRow[], sims: SimRow[]): Home[] {
  const known: Home[] = gateways.map((row) => ({
    id: row.id,
    name: row.name,
    row,
    sims: sims.filter((sim) => sim.gateway === row.id),
  }));
  const rest = new Set(sims.map((sim) => sim.gateway));
  for (const home of known) rest.delete(home.id);
  return [
    ...known,
    ...[...rest].map((id) => ({
      id,
      name: id,
      row: null,
      sims: sims.filter((sim) => sim.gateway === id),
    })),
  ];
}

function Summary({ sims }: { sims: SimRow[] }) {
  const { t } = useTranslation();
  const settings = useSimSettings();
  const minute = useMinute();
  if (sims.length === 0) return null;
  const well = sims.filter((sim) => !isBad(stateOf(sim))).length;
  const low = sims.filter((sim) =>
    isLow(sim, settings(sim.line)?.policy.low_balance, minute),
  ).length;
  return (
    <p className={classes['summary']}>
      <span data-bad={well < sims.length}>{t('sims.well', { well, count: sims.length })}</span>
      {low > 0 && <span data-bad="true">{t('sims.low', { count: low })}</span>}
    </p>
  );
}

function Device({ home }: { home: Home }) {
  const { t } = useTranslation();
  const { row } = home;
  return (
    <section className={`v-card ${classes['device']}`} aria-label={home.name}>
      <header>
        <h2>{row ? <Link to={`/gateways/${home.id}`}>{home.name}</Link> : home.name}</h2>
        {row && (
          <small data-state={row.online === false ? 'off' : row.online ? 'on' : 'none'}>
            {t(row.online === null ? 'gateways.neverSeen' : `gateways.online.${row.online}`)}
          </small>
        )}
        {row && row.warnings.length > 0 && (
          <small data-state="off">{t('gateways.warnings', { count: row.warnings.length })}</small>
        )}
        <small>{[row?.model, row?.address].filter(Boolean).join(' · ')}</small>
      </header>
      <ol className={classes['slots']}>
        {slotsOf(row?.slots ?? 0, home.sims).map(({ slot, sim }) => (
          <li key={slot}>{sim ? <Card sim={sim} /> : <Vacant slot={slot} />}</li>
        ))}
      </ol>
    </section>
  );
}

function Vacant({ slot }: { slot: number }) {
  const { t } = useTranslation();
  return (
    <div className={classes['vacant']}>
      <span className={classes['slot']}>{slot}</span>
      {t('sims.vacant')}
    </div>
  );
}

function Card({ sim }: { sim: SimRow }) {
  const { t } = useTranslation();
  const place = usePlace();
  const minute = useMinute();
  const settings = useSimSettings();
  const state = stateOf(sim);
  const number = sim.number ?? sim.learnt_number;
  const low = isLow(sim, settings(sim.line)?.policy.low_balance, minute);
  return (
    <Link
      to={`/sims/${encodeURIComponent(sim.line)}`}
      className={classes['sim']}
      data-state={state}
      data-line={sim.line}
    >
      <span className={classes['top']}>
        <span className={classes['slot']}>
          <span className="v-hidden">{t('sims.slot')} </span>
          {sim.slot}
        </span>
        <b>{sim.line_name}</b>
        <Bars bars={state === 'off' ? null : sim.signal_bars} dbm={sim.signal} />
      </span>
      <span className={`v-num ${classes['number']}`}>
        {number ? prettyNumber(number) : t('sims.noNumber')}
      </span>
      <span className={classes['operator']}>
        {sim.network && sim.network !== sim.operator
          ? `${sim.operator} (${sim.network})`
          : sim.operator}
      </span>
      <span className={classes['bottom']}>
        <span className={classes['how']}>{t(`sims.state.${state}`)}</span>
        <span className={classes['money']} data-low={low}>
          {sim.balance?.cents != null
            ? money(sim.balance.cents, sim.balance.currency, place.language)
            : t('sims.noBalance')}
          {low && <span className="v-hidden"> {t('sims.isLow')}</span>}
        </span>
      </span>
    </Link>
  );
}
