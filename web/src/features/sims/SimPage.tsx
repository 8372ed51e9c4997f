import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { gatewaysQuery, simsQuery } from '@/api/gsm-queries';
import type { SimRow } from '@/api/types';
import { useMe } from '@/app/context';
import { NotFound } from '@/app/NotFound';
import { Panel } from '@/features/gsm/Panel';
import { isAdministrator } from '@/features/gsm/places';
import { Section } from '@/features/gsm/Section';
import { useMinute } from '@/ui/clock';
import { Failure } from '@/ui/Failure';
import { minus, money } from '@/ui/money';
import { useMoments, usePlace } from '@/ui/place';
import { Acts } from './Acts';
import { BalancePanel } from './BalancePanel';
import { Bars } from './Bars';
import { Forwards } from './Forwards';
import { NumberForm } from './NumberForm';
import classes from './Sim.module.css';
import { SimHistory } from './SimHistory';
import { stateOf } from './state';
import { TariffForm } from './TariffForm';
import { Ussd } from './Ussd';

/** One SIM card: how it is, its money, its network's menus, its settings, its past. */
export function SimPage() {
  const { t } = useTranslation();
  const line = useParams()['line'] ?? '';
  const { role } = useMe();
  const query = useQuery({ ...simsQuery, enabled: role !== 'employee' });
  const sim = query.data?.find((one) => one.line === line);
  if (query.isSuccess && !sim) return <NotFound />;
  return (
    <Section title={sim?.line_name ?? t('sims.one')}>
      {query.isError && !sim && (
        <div className="v-card">
          <Failure error={query.error} retry={() => void query.refetch()} />
        </div>
      )}
      {sim && <Card key={sim.line} sim={sim} />}
    </Section>
  );
}

function Card({ sim }: { sim: SimRow }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const { role } = useMe();
  const state = stateOf(sim);
  const may = isAdministrator(role);
  return (
    <div className={classes['page']}>
      <section className={`v-card ${classes['head']}`} aria-label={t('sims.stateTitle')}>
        <p className={classes['state']} data-state={state}>
          <b data-testid="sim-state">{t(`sims.state.${state}`)}</b>
          {sim.since && (
            <span>
              {t(sim.online ? 'sims.onlineSince' : 'sims.since', {
                when: moments.dayTime(sim.since, minute),
              })}
            </span>
          )}
          <Bars bars={state === 'off' ? null : sim.signal_bars} dbm={sim.signal} />
        </p>
        {state !== 'free' && state !== 'talking' && state !== 'ringing' && (
          <p className="v-mute">{t(`sims.advice.${state}`)}</p>
        )}
        {sim.last_check && (
          <p className={classes['check']} data-bad={sim.last_check.fault !== null}>
            {t('sims.lastCheck', { when: moments.dayTime(sim.last_check.at, minute) })}{' '}
            <b>{sim.last_check.text}</b>
          </p>
        )}
        {may && <Acts sim={sim} />}
      </section>
      <Facts sim={sim} may={may} />
      <BalancePanel sim={sim} may={may} />
      {may && <Ussd sim={sim} />}
      {may && <Forwards sim={sim} />}
      {may && <TariffForm sim={sim} />}
      {may && <SimHistory line={sim.line} />}
    </div>
  );
}

function Facts({ sim, may }: { sim: SimRow; may: boolean }) {
  const { t } = useTranslation();
  const place = usePlace();
  const gateways = useQuery(gatewaysQuery);
  const name = gateways.data?.find((one) => one.id === sim.gateway)?.name ?? sim.gateway;
  const yes = (flag: boolean | null) => (flag === null ? '' : t(flag ? 'sims.yes' : 'sims.no'));
  const currency = sim.balance?.currency ?? 'BYN';
  const facts = [
    [t('sims.operator'), sim.operator],
    [t('sims.network'), sim.network],
    [t('sims.registered'), yes(sim.registered)],
    [t('sims.voip'), yes(sim.voip)],
    [t('sims.signal'), sim.signal === null ? '' : t('sims.dbm', { dbm: minus(sim.signal) })],
    ['ICCID', sim.iccid],
    ['IMSI', sim.imsi],
    ['IMEI', sim.imei],
    [t('sims.address'), sim.address],
    [
      t('sims.used'),
      [
        t('sims.usedIs', { minutes: sim.used.minutes, sms: sim.used.sms }),
        sim.used.cents === null ? '' : money(sim.used.cents, currency, place.language),
      ]
        .filter(Boolean)
        .join(', '),
    ],
  ].filter(([, value]) => value);
  return (
    <Panel title={t('sims.facts')}>
      <dl className={classes['facts']}>
        <div>
          <dt>{t('sims.where')}</dt>
          <dd>
            <Link to={`/gateways/${sim.gateway}`}>{name}</Link>,{' '}
            {t('sims.slotN', { slot: sim.slot })}
          </dd>
        </div>
        <div>
          <dt>{t('sims.number')}</dt>
          <dd>
            <NumberForm sim={sim} may={may} />
          </dd>
        </div>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
