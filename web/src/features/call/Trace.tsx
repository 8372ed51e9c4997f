import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { readTrace } from '@/api/hub';
import { keys } from '@/api/queries';
import type { CallDetail, TraceLine } from '@/api/types';
import { useMe } from '@/app/context';
import { sees } from '@/features/cabinet/places';
import { Failure } from '@/ui/Failure';
import { duration } from '@/ui/time';
import classes from './Trace.module.css';

/** Why each phone rang or did not, and the way there: line by line, in words (B05). */
export function Trace({ call }: { call: CallDetail }) {
  const { t, i18n } = useTranslation();
  const query = useQuery({
    queryKey: [...keys.trace(call.id, i18n.language), call.state, call.legs.length],
    queryFn: () => readTrace(call.id),
  });
  const me = useMe();
  const start = Date.parse(call.started_at);
  return (
    <section className="v-card" aria-labelledby="trace-title">
      <div className="v-head">
        <h2 id="trace-title">{t('trace.title')}</h2>
        <small>{t('path.version', { version: call.office_version })}</small>
        {call.path.length > 0 && sees(me.role, 'administrator') && (
          <Link to={`/calls/${call.id}/scheme`} className={classes['drawn']}>
            {t('trace.onScheme')}
          </Link>
        )}
      </div>
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      <ol className={classes['trace']}>
        {query.data?.map((line, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
            key={index}
            data-about={line.about}
            data-tone={toneOf(line)}
          >
            <small>{duration((Date.parse(line.at) - start) / 1000)}</small>
            <span>{line.text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** A phone that did not ring is what one looks for. */
function toneOf(line: TraceLine): string {
  if (line.about === 'device') return line.rang ? 'rang' : 'silent';
  if (line.about === 'person') return 'silent';
  if (line.about === 'line' && line.code.startsWith('trace.tried')) return 'silent';
  return 'plain';
}
