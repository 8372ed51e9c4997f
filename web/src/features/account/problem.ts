/** Refusals of the door in words, besides those that every page knows. */
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/error';
import { useProblem } from '@/ui/problem';

export function useDoorProblem(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  const others = useProblem();
  return (error) => {
    // The browser itself: the person closed its window, or has no key.
    if (error instanceof DOMException) return t('account.problem.passkey');
    if (error instanceof ApiError) {
      const key = `account.problem.${error.code}`;
      if (i18n.exists(key)) return t(key as 'account.problem.passkey');
    }
    return others(error);
  };
}
