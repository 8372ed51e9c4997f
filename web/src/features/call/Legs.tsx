import { useTranslation } from 'react-i18next';
import type { CallDetail } from '@/api/types';
import { now } from '@/ui/clock';
import { nameOf } from '@/ui/party';
import { duration } from '@/ui/time';
import classes from './Legs.module.css';
import { type Row, timelineOf } from './timeline';

/** Who rang and who talked when; each row also says it in words. */
export function Legs({ call }: { call: CallDetail }) {
  const { t } = useTranslation();
  const { rows, seconds, ticks } = timelineOf(call, now());
  const percent = (at: number) => `${(at / seconds) * 100}%`;
  return (
    <section className="v-card" aria-labelledby="legs-title">
      <div className="v-head">
        <h2 id="legs-title">{t('legs.title')}</h2>
        <small className={classes['legend']}>
          {(['wait', 'ring', 'talk'] as const).map((kind) => (
            <span key={kind}>
              <i data-kind={kind} /> {t(`legs.kind.${kind}`)}
            </span>
          ))}
        </small>
      </div>
      {rows.length === 0 && <p className={classes['none']}>{t('legs.empty')}</p>}
      <div className={classes['chart']}>
        <ul>
          {rows.map((row) => (
            <li key={row.key} className={classes['row']}>
              <div className={classes['who']}>
                <b>{row.kind === 'line' ? nameOf(call.client, t) : row.name}</b>
                <small>{row.kind === 'line' ? row.name : row.key}</small>
              </div>
              <div className={classes['track']} aria-hidden="true">
                {ticks.map((tick) => (
                  <span key={tick} className={classes['grid']} style={{ left: percent(tick) }} />
                ))}
                {row.bars.map((bar) => (
                  <i
                    key={`${bar.kind}${bar.from}`}
                    data-kind={bar.kind}
                    style={{ left: percent(bar.from), width: percent(bar.to - bar.from) }}
                    title={`${t(`legs.kind.${bar.kind}`)} ${duration(bar.from)}–${duration(bar.to)}`}
                  />
                ))}
              </div>
              <small className={classes['end']}>{endWords(row)}</small>
            </li>
          ))}
        </ul>
        <div className={classes['axis']} aria-hidden="true">
          {ticks.map((tick) => (
            <span key={tick} style={{ left: percent(tick) }}>
              {duration(tick)}
            </span>
          ))}
        </div>
      </div>
    </section>
  );

  function endWords(row: Row): string {
    const talked = row.bars
      .filter((bar) => bar.kind === 'talk')
      .reduce((sum, bar) => sum + bar.to - bar.from, 0);
    if (talked > 0) return t('legs.talked', { time: duration(talked) });
    const leg = row.legs.at(-1);
    return leg?.end ? t(`legs.end.${leg.end}`) : t('legs.on');
  }
}
