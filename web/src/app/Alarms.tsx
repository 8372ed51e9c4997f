import { useTranslation } from 'react-i18next';
import type { Alarm } from '@/api/types';
import { Icon } from '@/ui/Icon';
import { useLive } from './context';
import classes from './Shell.module.css';

const NONE: Alarm[] = [];

/** What the box wants a person to hear of at once: a full disk, a limit that cut a call. */
export function Alarms() {
  const { i18n, t } = useTranslation();
  const alarms = useLive((state) => state.board?.alarms ?? NONE);
  const office = useLive((state) => state.board?.office);
  return (
    <div role="alert">
      {alarms.map((alarm) => (
        <div
          key={`${alarm.code}${JSON.stringify(alarm.facts)}`}
          className={`${classes['lost']} ${classes['alarm']}`}
        >
          <Icon name="alarm" size={16} />
          <span>{alarm.texts[i18n.language] ?? alarm.texts['ru'] ?? alarm.code}</span>
        </div>
      ))}
      {office?.state === 'refused' && (
        <div className={`${classes['lost']} ${classes['alarm']}`}>
          <Icon name="alarm" size={16} />
          <span>
            {t('live.officeRefused', {
              version: office.published,
              running: office.running ?? '–',
            })}
          </span>
        </div>
      )}
    </div>
  );
}
