import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import {
  type Crm,
  type CrmCall,
  crmCallsQuery,
  crmKeys,
  replayCrmCall,
  replayCrmCalls,
} from '@/api/crm';
import { Parcels } from '@/features/parcels/Parcels';
import classes from '@/features/parcels/Parcels.module.css';
import { SendMany } from '@/features/parcels/SendMany';
import { useMoments } from '@/ui/place';

/** What became of each call, with a way to tell it again. */
export function CrmCalls({ crm }: { crm: Crm }) {
  const { t } = useTranslation();
  return (
    <Parcels<CrmCall>
      title={t('links.calls')}
      pages={(state) => crmCallsQuery(crm.kind, state)}
      all={t('links.shown.all')}
      states={{
        waiting: t('links.shown.waiting'),
        open: t('links.shown.open'),
        done: t('links.shown.done'),
        dead: t('links.shown.dead'),
      }}
      none={t('links.noCalls')}
      tools={
        crm.dead > 0 && (
          <SendMany
            label={t('links.replayAll', { count: crm.dead })}
            send={() => replayCrmCalls(crm.kind)}
            keys={crmKeys.calls}
          />
        )
      }
      row={{
        testId: 'crm-call',
        state: (row) => t(`links.call.${row.state}`),
        name: (row) => row.pretty || t('links.hidden'),
        why: (row) => (row.why ? t(`links.why.${row.why}`) : ''),
        told: (row) => row.told.map((step) => t(`links.told.${step as 'show'}`)).join(' · '),
        more: (row) => <Steps row={row} />,
        again: {
          label: (row) => t(row.state === 'done' ? 'links.again' : 'links.replay'),
          title: (row) => (row.state === 'done' ? t('links.againText') : undefined),
          may: (row) => row.state !== 'open',
          send: (row) => replayCrmCall(crm.kind, row.id),
          key: crmKeys.calls,
        },
      }}
    />
  );
}

function Steps({ row }: { row: CrmCall }) {
  const { t } = useTranslation();
  const moments = useMoments();
  return (
    <>
      <ol>
        {row.steps.map((step) => (
          <li key={`${step.at}${step.what}`}>
            {t(`links.step.${step.what as 'show'}`)} · {moments.full(step.at)} ·{' '}
            {t('links.took', { ms: step.took_ms })}
            {step.why && ` · ${t(`links.why.${step.why}`)}`}
            {step.answer && <div className={classes['facts']}>{step.answer}</div>}
          </li>
        ))}
      </ol>
      <p className={classes['links']}>
        {row.call !== null && <Link to={`/calls/${row.call}`}>{t('links.toCall')}</Link>}
        {row.url && (
          <a href={row.url} target="_blank" rel="noopener noreferrer">
            {t('links.toCard')}
          </a>
        )}
      </p>
    </>
  );
}
