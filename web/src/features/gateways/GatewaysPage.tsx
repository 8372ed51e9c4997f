import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { gatewaysQuery } from '@/api/gsm-queries';
import type { GatewayRow } from '@/api/types';
import { useMe } from '@/app/context';
import { isAdministrator } from '@/features/gsm/places';
import { Section } from '@/features/gsm/Section';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { Adapters } from './Adapters';
import { GatewayForm } from './GatewayForm';
import classes from './Gateways.module.css';
import { Sockets } from './Sockets';

/** Gateways, the sockets that feed them, adapters of analogue lines. */
export function GatewaysPage() {
  const { t } = useTranslation();
  const { role } = useMe();
  const [params, setParams] = useSearchParams();
  const may = isAdministrator(role);
  const query = useQuery({ ...gatewaysQuery, enabled: role !== 'employee' });
  const gateways = query.data ?? [];
  const add = () => setParams({ new: '1' });
  return (
    <Section
      title={t('gateways.title')}
      acts={
        may && (
          <Button leftSection={<Icon name="plus" size={16} />} onClick={add}>
            {t('gateways.add')}
          </Button>
        )
      }
    >
      {query.isError && gateways.length === 0 && (
        <div className="v-card">
          <Failure error={query.error} retry={() => void query.refetch()} />
        </div>
      )}
      {query.isSuccess && gateways.length === 0 && (
        <div className="v-card">
          <Empty title={t('gateways.empty')}>
            <p>{t('gateways.emptyText')}</p>
          </Empty>
        </div>
      )}
      <ul className={classes['list']}>
        {gateways.map((gateway) => (
          <li key={gateway.id}>
            <Row gateway={gateway} />
          </li>
        ))}
      </ul>
      {may && <Sockets />}
      {may && <Adapters />}
      {may && params.get('new') && (
        <GatewayForm gateway={null} known={gateways} onClose={() => setParams({})} />
      )}
    </Section>
  );
}

function Row({ gateway }: { gateway: GatewayRow }) {
  const { t } = useTranslation();
  return (
    <Link to={`/gateways/${gateway.id}`} className={`v-card ${classes['row'] ?? ''}`}>
      <span>
        <b>{gateway.name}</b>
        <small>
          {[
            t(`gateways.kind.${gateway.kind}`),
            gateway.model,
            gateway.address ?? gateway.seen_address,
          ]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </span>
      <span>
        <b data-state={String(gateway.online)}>
          {t(gateway.online === null ? 'gateways.neverSeen' : `gateways.online.${gateway.online}`)}
        </b>
        <small>{t('gateways.lines', { count: gateway.lines.length, slots: gateway.slots })}</small>
      </span>
      <span className={classes['warn']}>
        {gateway.warnings.map((warning) => (
          <small key={warning.code}>
            <Icon name="alarm" size={14} /> {warning.text}
          </small>
        ))}
      </span>
    </Link>
  );
}
