import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation } from 'react-router';
import { startQuery } from '@/api/start';
import { useMe } from '@/app/context';
import { Top } from '@/app/Top';
import section from '@/features/gsm/Section.module.css';
import { Empty } from '@/ui/Empty';
import { useTitle } from '@/ui/title';
import { cabinetTabs, sees } from './places';

type Props = {
  title: string;
  /** The least role that may see the page. */
  least?: 'head' | 'administrator';
  /** At the right of the heading. */
  acts?: ReactNode;
  children: ReactNode;
};

/** A page of the cabinet: its heading under the row of such pages. */
export function Cabinet({ title, least = 'administrator', acts, children }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  useTitle(title);
  // On a narrow screen the page that is open may lie outside the row.
  const at = useLocation().pathname.split('/')[1] ?? '';
  const row = useRef<HTMLElement>(null);
  useEffect(() => {
    const open = row.current?.querySelector<HTMLElement>(`[href="/${at}"]`);
    if (row.current && open) row.current.scrollLeft = open.offsetLeft - row.current.offsetLeft - 40;
  }, [at]);
  const may = sees(me.role, least);
  const start = useQuery({ ...startQuery, enabled: sees(me.role, 'administrator') });
  return (
    <>
      <Top />
      <nav ref={row} className={section['tabs']} aria-label={t('nav.cabinet')}>
        {cabinetTabs(me.role, start.data?.needed === true).map(({ to, word }) => (
          <NavLink key={to} to={to}>
            {t(`nav.place.${word}`)}
          </NavLink>
        ))}
      </nav>
      <div className={section['head']}>
        <h1>{title}</h1>
        {may && acts}
      </div>
      {may ? (
        children
      ) : (
        <section className="v-card">
          <Empty title={t('problem.forbidden')}>
            <p>{t('nav.forbidden')}</p>
          </Empty>
        </section>
      )}
    </>
  );
}
