/** Why rights were not changed, in words; all else as everywhere. */
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/error';
import { useProblem } from '@/ui/problem';

export function useRefusal(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  const problem = useProblem();
  return (error) => {
    if (error instanceof ApiError) {
      const key = `staff.refused.${error.code}`;
      if (i18n.exists(key)) return t(key as 'staff.refused.role_taken', { ...error.facts });
    }
    return problem(error);
  };
}
