import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation, useSearchParams } from 'react-router';
import { reportQuery } from '@/api/reports';
import { useMe } from '@/app/context';
import { Top } from '@/app/Top';
import section from '@/features/gsm/Section.module.css';
import { useMinute } from '@/ui/clock';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { dayOf } from '@/ui/time';
import { useTitle } from '@/ui/title';
import { LetterTab } from './LetterTab';
import { LinesTab } from './LinesTab';
import { Overview } from './Overview';
import { PeopleTab } from './PeopleTab';
import { PeriodBar } from './PeriodBar';
import { readPeriod, writePeriod } from './period';
import classes from './Reports.module.css';

const TABS = ['', 'people', 'lines', 'letter'] as const;
const WORDS = { '': 'overview', people: 'people', lines: 'lines', letter: 'letter' } as const;

/** What an owner looks at in the evening. */
export function ReportsPage() {
  const { t } = useTranslation();
  const me = useMe();
  useTitle(t('reports.title'));
  const [params, setParams] = useSearchParams();
  const today = dayOf(useMinute(), me.company.time_zone);
  const at = useLocation().pathname.split('/')[2] ?? '';
  const tab = TABS.find((one) => one === at) ?? '';
  const period = readPeriod(params, today);
  const isReport = tab === '' || tab === 'people';
  const query = useQuery({ ...reportQuery(period.first, period.last), enabled: isReport });
  const report = query.data;
  const seen = TABS.filter((one) => one !== 'lines' || me.role !== 'employee');
  const search = new URLSearchParams(writePeriod(period)).toString();
  const total = report?.total.now;
  const isEmpty = total !== undefined && !total['came'] && !total['went'] && !total['inside'];
  return (
    <>
      <Top />
      <nav className={section['tabs']} aria-label={t('reports.title')}>
        {seen.map((one) => (
          <NavLink key={one} to={{ pathname: `/reports${one && `/${one}`}`, search }} end>
            {t(`reports.tab.${WORDS[one]}`)}
          </NavLink>
        ))}
      </nav>
      <div className={section['head']}>
        <h1>{t('reports.title')}</h1>
        {isReport && (
          <PeriodBar
            period={period}
            today={today}
            onChange={(next) => setParams(writePeriod(next), { replace: true })}
          />
        )}
      </div>
      {isReport && query.isError && (
        <section className="v-card">
          <Failure error={query.error} retry={() => void query.refetch()} />
        </section>
      )}
      {isReport && report && !report.is_ready && (
        <p className={classes['making']} role="status">
          {t('reports.making')}
        </p>
      )}
      {isReport && report?.is_limited && <p className={classes['note']}>{t('reports.own')}</p>}
      {isReport && report && isEmpty && (
        <section className="v-card">
          <Empty title={t('reports.empty')}>
            <p>{t('reports.emptyText')}</p>
          </Empty>
        </section>
      )}
      {isReport && report && !isEmpty && (
        <div aria-busy={query.isPlaceholderData} className={classes['page']}>
          {tab === '' ? <Overview report={report} /> : <PeopleTab report={report} />}
        </div>
      )}
      {isReport && !report && !query.isError && (
        <p className={classes['note']} role="status">
          {t('reports.counting')}
        </p>
      )}
      {tab === 'lines' && <LinesTab />}
      {tab === 'letter' && <LetterTab />}
    </>
  );
}
