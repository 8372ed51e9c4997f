/** Why a webhook cannot be so, in words. */
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/error';
import { useProblem } from '@/ui/problem';

export function useHookProblem(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  const problem = useProblem();
  return (error) => {
    if (error instanceof ApiError) {
      const key = `hooks.refused.${error.code}`;
      if (i18n.exists(key)) return t(key as 'hooks.refused.hook_url', { ...error.facts });
    }
    return problem(error);
  };
}

/** Whether it is the address that was refused: shown beside its field. */
export function isAboutUrl(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    (error.code === 'hook_url' || error.code === 'hook_private_address')
  );
}
