import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { officeQuery } from '@/api/queries';
import type { Office } from '@/api/types';
import { useMe } from '@/app/context';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { sees } from '@/features/cabinet/places';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import classes from './Office.module.css';

const ROOMS = ['', 'follow-me', 'conferences', 'numbers', 'codes', 'holidays', 'company'] as const;

type Props = {
  title: string;
  acts?: ReactNode;
  /** Departments and numbers have a row of pages of their own. */
  rooms?: boolean;
  children(office: Office): ReactNode;
};

/** A page about the office in force: it waits for it, and says when it cannot be had. */
export function OfficePage({ title, acts, rooms = true, children }: Props) {
  const { t } = useTranslation();
  const { role } = useMe();
  const office = useQuery({ ...officeQuery, enabled: sees(role, 'administrator') });
  const at = useLocation().pathname.split('/')[2] ?? '';
  // A department's own page is one of the departments.
  const here = ROOMS.find((room) => room === at) ?? '';
  // On a narrow screen the page that is open may lie outside the row.
  const row = useRef<HTMLElement>(null);
  useEffect(() => {
    const open = row.current?.querySelector<HTMLElement>(`[data-room="${here}"]`);
    if (row.current && open) row.current.scrollLeft = open.offsetLeft - row.current.offsetLeft - 40;
  }, [here]);
  const isReady = office.data && office.data.version > 0;
  return (
    <Cabinet title={title} acts={isReady ? acts : null}>
      {rooms && (
        <nav ref={row} className={classes['rooms']} aria-label={t('office.rooms')}>
          {ROOMS.map((room) => (
            <Link
              key={room}
              data-room={room}
              to={`/departments${room && `/${room}`}`}
              aria-current={room === here ? 'page' : undefined}
            >
              {t(`office.room.${room || 'departments'}`)}
            </Link>
          ))}
        </nav>
      )}
      {office.isError && !office.data && (
        <div className="v-card">
          <Failure error={office.error} retry={() => void office.refetch()} />
        </div>
      )}
      {office.isPending && <Waiting />}
      {office.data && !isReady && (
        <div className="v-card">
          <Empty title={t('office.none')}>
            <p>{t('office.noneText')}</p>
            <Button component={Link} to="/start">
              {t('office.noneAct')}
            </Button>
          </Empty>
        </div>
      )}
      {isReady && children(office.data)}
    </Cabinet>
  );
}

/** The place of what is being read. */
export function Waiting() {
  const { t } = useTranslation();
  return (
    <div className={`v-card ${classes['waiting']}`} role="status">
      <span className="v-hidden">{t('office.waiting')}</span>
      <i />
      <i />
      <i />
    </div>
  );
}
