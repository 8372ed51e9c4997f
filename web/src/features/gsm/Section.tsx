import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useMe } from '@/app/context';
import { Top } from '@/app/Top';
import { Empty } from '@/ui/Empty';
import { useTitle } from '@/ui/title';
import { isAdministrator, tabsOf } from './places';
import classes from './Section.module.css';

type Props = {
  title: string;
  /** Only for owners and administrators. */
  strict?: boolean;
  /** At the right of the heading. */
  acts?: ReactNode;
  children: ReactNode;
};

/** A page about SIM cards and gateways: its heading under the row of such pages. */
export function Section({ title, strict = false, acts, children }: Props) {
  const { t } = useTranslation();
  const { role } = useMe();
  useTitle(title);
  const tabs = tabsOf(role);
  const may = strict ? isAdministrator(role) : tabs.length > 0;
  return (
    <>
      <Top />
      {tabs.length > 0 && (
        <nav className={classes['tabs']} aria-label={t('nav.gsm')}>
          {tabs.map(({ to, word }) => (
            <NavLink key={to} to={to}>
              {t(`nav.tabs.${word}`)}
            </NavLink>
          ))}
        </nav>
      )}
      <div className={classes['head']}>
        <h1>{title}</h1>
        {may && acts}
      </div>
      {may ? (
        children
      ) : (
        <section className="v-card">
          <Empty title={t('problem.forbidden')}>
            <p>{t('gsm.forbidden')}</p>
          </Empty>
        </section>
      )}
    </>
  );
}
