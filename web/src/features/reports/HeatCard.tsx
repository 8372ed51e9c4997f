import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Report } from '@/api/reports';
import { usePlace } from '@/ui/place';
import { Card } from './Card';
import { callsPath } from './period';
import classes from './Reports.module.css';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const MORNING = 8;
/** 5 January 2026 was a Monday. */
const MONDAY = Date.UTC(2026, 0, 5);

/** From this share of the most on a cell is dark, and its figure light. */
const DARK = 0.55;

/** On a narrow screen the working day is seen first, the night is to its left. */
function showDay(morning: HTMLElement | null): void {
  const box = morning?.closest('table')?.parentElement;
  if (morning && box) box.scrollLeft = morning.offsetLeft - 50;
}

/** Load by hour and weekday: the darker, the more calls in and out. A table, so that keys and
 * readers of screens walk it as any other. */
export function HeatCard({ report }: { report: Report }) {
  const { t } = useTranslation();
  const { language } = usePlace();
  const cells = new Map(report.hours.map((cell) => [cell.weekday * 24 + cell.hour, cell]));
  const load = (now: Record<string, number>) => (now['came'] ?? 0) + (now['went'] ?? 0);
  const most = Math.max(1, ...report.hours.map((cell) => load(cell.now)));
  const used = HOURS.filter((hour) => report.hours.some((cell) => cell.hour === hour));
  const first = Math.min(...used, 9);
  const last = Math.max(...used, 17);
  const shown = HOURS.filter((hour) => hour >= first && hour <= last);
  const word = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  const long = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  return (
    <Card
      title={t('reports.hours')}
      note={t('reports.hoursNote')}
      table={
        <table className={classes['heat']}>
          <thead>
            <tr>
              <th scope="col">
                <span className="v-hidden">{t('reports.when')}</span>
              </th>
              {shown.map((hour) => (
                <th scope="col" key={hour} ref={hour === MORNING ? showDay : null}>
                  {hour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[1, 2, 3, 4, 5, 6, 7].map((weekday) => {
              const at = MONDAY + (weekday - 1) * 86_400_000;
              return (
                <tr key={weekday}>
                  <th scope="row">{word.format(at)}</th>
                  {shown.map((hour) => {
                    const cell = cells.get(weekday * 24 + hour);
                    const number = cell ? load(cell.now) : 0;
                    const missed = cell?.now['missed'] ?? 0;
                    const share = number / most;
                    const isDark = share > DARK;
                    const within = isDark ? (share - DARK) / (1 - DARK) : share / DARK;
                    if (!cell || !number) return <td key={hour} />;
                    return (
                      <td key={hour}>
                        <Link
                          to={callsPath(report.first, report.last, cell.where)}
                          style={{ '--share': within.toFixed(3) } as React.CSSProperties}
                          data-dark={isDark}
                          aria-label={t('reports.cell', {
                            day: long.format(at),
                            from: hour,
                            to: hour + 1,
                            number,
                            missed,
                          })}
                        >
                          {number}
                        </Link>
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      }
    />
  );
}
