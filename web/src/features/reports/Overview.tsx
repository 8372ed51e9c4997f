import { useTranslation } from 'react-i18next';
import type { Report } from '@/api/reports';
import { DaysCard } from './DaysCard';
import { Headline } from './Headline';
import { HeatCard } from './HeatCard';
import { PartsCard } from './PartsCard';
import classes from './Reports.module.css';
import { RowsCard } from './RowsCard';
import { Totals } from './Totals';
import { parts } from './tell';

export function Overview({ report }: { report: Report }) {
  const { t } = useTranslation();
  return (
    <>
      <Headline report={report} />
      <DaysCard report={report} />
      <HeatCard report={report} />
      <div className={classes['pair']}>
        <Totals report={report} />
        <div className={classes['stack']}>
          <PartsCard
            report={report}
            counter="speed"
            title={t('reports.speed')}
            names={parts(report.speed, 's', t)}
          />
          <PartsCard
            report={report}
            counter="back"
            title={t('reports.backs')}
            names={parts(report.back, 'm', t)}
          />
        </div>
      </div>
      <RowsCard report={report} title={t('reports.departments')} rows={report.departments} />
      <RowsCard report={report} title={t('reports.linesTitle')} rows={report.lines} />
      <RowsCard report={report} title={t('reports.sources')} rows={report.sources} />
    </>
  );
}
