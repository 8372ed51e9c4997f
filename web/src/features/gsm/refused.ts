/** Why a gateway or the network did not do what was asked, in words. */
import { useTranslation } from 'react-i18next';
import type { Command } from '@/api/types';

export function useRefused(): (code: string, facts?: Command['facts']) => string {
  const { t, i18n } = useTranslation();
  return (code, facts = {}) => {
    const own = `gsm.refused.${code}`;
    const usual = `command.refused.${code}`;
    const words = i18n.exists(own)
      ? t(own as 'gsm.refused.offline')
      : i18n.exists(usual)
        ? t(usual as 'command.refused.failed')
        : t('command.refused.failed');
    const detail = typeof facts['why'] === 'string' ? facts['why'] : '';
    return detail && detail !== code ? `${words} (${detail})` : words;
  };
}
