import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { CallDetail } from '@/api/types';
import { duration } from '@/ui/time';
import classes from './CallPage.module.css';

/** Words for a code that may be newer than this screen: then the code itself. */
function known(t: TFunction, group: string, code: string): string {
  return t(`${group}.${code}` as 'path.kind.ring', { defaultValue: code });
}

/** The way of the call: nodes of the scheme it went through, lines that an outgoing call tried. */
/** How the call left a node that names no port: by an answer, by its end, or not yet. */
function leftBy(call: CallDetail): string {
  if (call.talks.length > 0) return 'answered';
  return call.state === 'ended' ? 'end' : 'now';
}

export function Path({ call }: { call: CallDetail }) {
  const { t } = useTranslation();
  const start = Date.parse(call.started_at);
  const at = (iso: string) => duration((Date.parse(iso) - start) / 1000);
  return (
    <>
      {call.path.length > 0 && (
        <section className="v-card" aria-labelledby="path-title">
          <div className="v-head">
            <h2 id="path-title">{t('path.title')}</h2>
            <small>{t('path.version', { version: call.office_version })}</small>
          </div>
          <ol className={classes['path']}>
            {call.path.map((step) => (
              <li key={`${step.scheme}${step.node}${step.entered_at}`}>
                <small>{at(step.entered_at)}</small>
                <span>
                  <b>{known(t, 'path.kind', step.kind)}</b>{' '}
                  <small>
                    {step.scheme_name} · {step.node}
                  </small>
                </span>
                <small>{known(t, 'path.out', step.out ?? leftBy(call))}</small>
              </li>
            ))}
          </ol>
        </section>
      )}
      {call.lines_tried.length > 0 && (
        <section className="v-card" aria-labelledby="tried-title">
          <div className="v-head">
            <h2 id="tried-title">{t('tried.title')}</h2>
          </div>
          <ol className={classes['path']}>
            {call.lines_tried.map((line) => (
              <li key={`${line.line}${line.at}`}>
                <small>{at(line.at)}</small>
                <b>{line.name}</b>
                <small>{line.why ? known(t, 'tried.why', line.why) : t('tried.took')}</small>
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}
