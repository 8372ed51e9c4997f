import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { revealGateway } from '@/api/gsm';
import { gatewaysQuery, setupQuery, simsQuery } from '@/api/gsm-queries';
import type { GatewayRow } from '@/api/types';
import { useMe } from '@/app/context';
import { NotFound } from '@/app/NotFound';
import { Panel } from '@/features/gsm/Panel';
import { isAdministrator } from '@/features/gsm/places';
import { Section } from '@/features/gsm/Section';
import { SlotList } from '@/features/sims/SlotList';
import { useMinute } from '@/ui/clock';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { useMoments } from '@/ui/place';
import { Access } from './Access';
import { GatewayForm } from './GatewayForm';
import classes from './Gateways.module.css';
import { Power } from './Power';
import { Probe } from './Probe';
import { SetupSteps } from './SetupSteps';

/** One gateway: its own page and password, what is unsafe, what to type into it, whether it took. */
export function GatewayPage() {
  const { t } = useTranslation();
  const id = useParams()['id'] ?? '';
  const { role } = useMe();
  const may = isAdministrator(role);
  const [editing, setEditing] = useState(false);
  const query = useQuery({ ...gatewaysQuery, enabled: role !== 'employee' });
  const gateway = query.data?.find((one) => one.id === id);
  if (query.isSuccess && !gateway) return <NotFound />;
  return (
    <Section
      title={gateway?.name ?? t('gateways.one')}
      acts={
        may &&
        gateway && (
          <Button variant="default" onClick={() => setEditing(true)}>
            {t('action.edit')}
          </Button>
        )
      }
    >
      {query.isError && !gateway && (
        <div className="v-card">
          <Failure error={query.error} retry={() => void query.refetch()} />
        </div>
      )}
      {gateway && <Card key={gateway.id} gateway={gateway} may={may} />}
      {editing && gateway && (
        <GatewayForm gateway={gateway} known={query.data ?? []} onClose={() => setEditing(false)} />
      )}
    </Section>
  );
}

function Card({ gateway, may }: { gateway: GatewayRow; may: boolean }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const minute = useMinute();
  const sims = useQuery(simsQuery);
  const setup = useQuery({ ...setupQuery(gateway.id), enabled: may });
  const own = sims.data?.filter((sim) => sim.gateway === gateway.id) ?? [];
  return (
    <div className={classes['page']}>
      <section className={`v-card ${classes['head'] ?? ''}`} aria-label={t('gateways.state')}>
        <p className={classes['state']}>
          <b data-state={String(gateway.online)}>
            {t(
              gateway.online === null ? 'gateways.neverSeen' : `gateways.online.${gateway.online}`,
            )}
          </b>
          {gateway.since && (
            <span>
              {t(gateway.online ? 'sims.onlineSince' : 'sims.since', {
                when: moments.dayTime(gateway.since, minute),
              })}
            </span>
          )}
          <span>
            {[t(`gateways.kind.${gateway.kind}`), gateway.model, gateway.firmware]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </p>
        {may && <Access gateway={gateway} />}
      </section>
      {(gateway.warnings.length > 0 || gateway.advice.length > 0) && (
        <Panel title={t('gateways.safety')}>
          <ul className={classes['safety']}>
            {gateway.warnings.map((warning) => (
              <li key={warning.code} data-bad="true">
                <Icon name="alarm" size={16} /> {warning.text}
              </li>
            ))}
            {gateway.advice.map((text) => (
              <li key={text}>
                <Icon name="tick" size={16} /> {text}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Panel title={t('gateways.slots')}>
        <SlotList slots={gateway.slots} sims={own} />
      </Panel>
      {may && <Probe gateway={gateway} lines={own} />}
      {may && <Power gateway={gateway} />}
      {may && setup.isError && (
        <div className="v-card">
          <Failure error={setup.error} retry={() => void setup.refetch()} />
        </div>
      )}
      {may && setup.data && (
        <SetupSteps setup={setup.data} reveal={() => revealGateway(gateway.id)} />
      )}
    </div>
  );
}
