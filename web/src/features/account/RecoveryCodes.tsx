import { Button, CopyButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Window } from '@/ui/Window';
import classes from './Account.module.css';

type Props = { codes: string[]; onClose(): void };

/** Codes for the day when the phone is lost: to be copied or printed, each good once. */
export function RecoveryCodes({ codes, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Window title={t('account.codes.title')} onClose={onClose}>
      <div className={classes['form']}>
        <p className={classes['why']}>{t('account.codes.why')}</p>
        <ul className={classes['codes']} aria-label={t('account.codes.title')}>
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <div className={classes['acts']}>
          <CopyButton value={codes.join('\n')}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {t(copied ? 'account.codes.copied' : 'account.codes.copy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{t('account.codes.done')}</Button>
        </div>
      </div>
    </Window>
  );
}
