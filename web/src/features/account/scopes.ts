/** Scopes of tokens in words: `calls:read` is `Звонки: смотреть`. */
import { useTranslation } from 'react-i18next';

export function useScopeWord(): (scope: string) => string {
  const { t, i18n } = useTranslation();
  return (scope) => {
    if (scope === 'read') return t('account.tokens.everything.read');
    if (scope === 'write') return t('account.tokens.everything.write');
    const [area = '', how = ''] = scope.split(':');
    const key = `account.area.${area}`;
    const name = i18n.exists(key) ? t(key as 'account.area.calls') : area;
    return `${name}: ${t(how === 'read' ? 'account.tokens.look' : 'account.tokens.change')}`;
  };
}
