import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { officeQuery } from '@/api/queries';
import type { Office } from '@/api/types';
import { useMe } from '@/app/context';
import { Top } from '@/app/Top';
import { LifeForm } from '@/features/proof/LifeForm';
import { Lived, useCase } from '@/features/proof/WhatIf';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { useTitle } from '@/ui/title';
import classes from './Check.module.css';
import { WhoRings } from './WhoRings';

/** What happens if: one caller's life through the schemes as they are now, second by second. */
export function CheckPage() {
  const { t } = useTranslation();
  useTitle(t('check.title'));
  const office = useQuery(officeQuery);
  return (
    <>
      <Top />
      <h1 className={classes['title']}>{t('check.title')}</h1>
      <p className={classes['lead']}>{t('check.lead')}</p>
      {office.isError && <Failure error={office.error} retry={() => void office.refetch()} />}
      {office.data &&
        (office.data.lines?.length ? (
          <>
            <Check office={office.data} />
            <WhoRings office={office.data} />
          </>
        ) : (
          <section className="v-card">
            <Empty title={t('check.noLines')}>
              <p>{t('devices.publish')}</p>
            </Empty>
          </section>
        ))}
    </>
  );
}

function Check({ office }: { office: Office }) {
  const { t } = useTranslation();
  const me = useMe();
  const [asked, setAsked] = useCase(office, null);
  if (me.role === 'employee') {
    return (
      <section className="v-card">
        <Empty title={t('check.forbidden')}>
          <p>{t('check.forbiddenText')}</p>
        </Empty>
      </section>
    );
  }
  return (
    <div className={classes['cols']}>
      <section className={`v-card ${classes['form']}`} aria-label={t('check.title')}>
        <LifeForm asked={asked} onAsk={setAsked} office={office} scheme={null} />
      </section>
      <section className={`v-card ${classes['told']}`} aria-labelledby="tale-title">
        <h2 id="tale-title">{t('check.tale')}</h2>
        <Lived draft={null} office={office} scheme={null} asked={asked} onPlay={undefined} />
      </section>
    </div>
  );
}
