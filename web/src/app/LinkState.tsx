import { useTranslation } from 'react-i18next';
import { Timer } from '@/ui/Timer';
import { useLive } from './context';
import classes from './Shell.module.css';

/** Says honestly when the screen is not live: the link to the hub is down, or the exchange is. */
export function LinkState() {
  const { t } = useTranslation();
  const link = useLive((state) => state.link);
  const since = useLive((state) => state.downSince);
  const engine = useLive((state) => state.board?.engine.state);
  return (
    <div role="status" aria-live="polite">
      {link === 'down' && since !== null && (
        <div className={classes['lost']}>
          {t('live.lost')} <Timer since={new Date(since).toISOString()} />
          <span>{t('live.lostText')}</span>
        </div>
      )}
      {link !== 'down' && (engine === 'died' || engine === 'stopped') && (
        <div className={`${classes['lost']} ${classes['dead']}`}>
          {t(`live.engine.${engine}`)}
          <span>{t('live.engineText')}</span>
        </div>
      )}
    </div>
  );
}
