import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import type { OutboundScheme } from '@/api/parts';
import type { Office } from '@/api/types';
import styles from '@/features/office/Office.module.css';
import { OfficePage } from '@/features/office/OfficePage';
import { Empty } from '@/ui/Empty';
import { LimitsForm } from './LimitsForm';
import { freeId } from './routes';
import { SchemeTable } from './SchemeTable';

/** Over which line a call outside goes: schemes of rules as a table, and what a number would do. */
export function OutgoingPage() {
  const { t } = useTranslation();
  return (
    <OfficePage
      title={t('office.out.title')}
      rooms={false}
      acts={
        <Button component={Link} to="/outgoing/new">
          {t('office.out.new')}
        </Button>
      }
    >
      {(office) => <Schemes office={office} />}
    </OfficePage>
  );
}

function Schemes({ office }: { office: Office }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id } = useParams();
  const { state } = useLocation();
  const taken = office.outbound.map((one) => one.id);
  const isNew = id === 'new';
  const saved = office.outbound.find((one) => one.id === id) ?? office.outbound[0];
  const copied = isNew ? (state as { copy?: OutboundScheme } | null)?.copy : undefined;
  const fresh: OutboundScheme = copied
    ? {
        ...copied,
        id: freeId(taken, copied.id),
        name: t('office.out.copyOf', { name: copied.name }).slice(0, 80),
      }
    : { id: freeId(taken, 'out'), name: '', routes: [], refused: null };
  const scheme = isNew ? fresh : saved;
  return (
    <div className={styles['stack']}>
      {(office.outbound.length > 1 || isNew) && (
        <nav className={styles['rooms']} style={{ margin: 0 }} aria-label={t('office.out.schemes')}>
          {office.outbound.map((one) => (
            <Link
              key={one.id}
              to={`/outgoing/${one.id}`}
              aria-current={!isNew && one.id === saved?.id ? 'page' : undefined}
            >
              {one.name}
            </Link>
          ))}
          {isNew && (
            <Link to="/outgoing/new" aria-current="page">
              {t('office.out.new')}
            </Link>
          )}
        </nav>
      )}
      {scheme ? (
        <>
          <SchemeTable
            key={isNew ? `+${copied?.id ?? ''}` : scheme.id}
            office={office}
            saved={scheme}
            isNew={isNew}
            onCopy={(copy) => void navigate('/outgoing/new', { state: { copy } })}
            onSaved={(name) => void navigate(`/outgoing/${name}`, { replace: true })}
            onGone={() => void navigate('/outgoing', { replace: true })}
          />
          <LimitsForm office={office} />
        </>
      ) : (
        <section className="v-card">
          <Empty title={t('office.out.empty')}>
            <p>{t('office.out.emptyText')}</p>
          </Empty>
        </section>
      )}
    </div>
  );
}
