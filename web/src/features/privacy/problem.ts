/** Refusals of this room in words. */
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/error';
import { useProblem } from '@/ui/problem';

export function usePrivacyProblem(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  const problem = useProblem();
  return (error) => {
    if (error instanceof ApiError) {
      const key = `privacy.refused.${error.code}`;
      if (i18n.exists(key)) return t(key as 'privacy.refused.held', { ...error.facts });
    }
    return problem(error);
  };
}
