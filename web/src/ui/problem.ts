/** An error in the person's words: what happened and what to do. */
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/error';

export function useProblem(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  return (error) => {
    if (!(error instanceof ApiError)) return t('problem.unknown');
    const told = toldProblems(error.facts['problems']);
    if (told) return told;
    const key = `problem.code.${error.code}`;
    if (i18n.exists(key)) return t(key as 'problem.code.phone_taken', { ...error.facts });
    if (error.status === 403) return t('problem.forbidden');
    if (error.status === 404) return t('problem.missing');
    if (error.status === 429) return t('problem.tooMany');
    if (error.status >= 500) return t('problem.server');
    return t('problem.refused', { code: error.code });
  };
}

/** What is wrong with an office, as the hub itself words it. */
function toldProblems(problems: unknown): string {
  if (!Array.isArray(problems)) return '';
  const texts = problems
    .filter((one: { severity?: string }) => one?.severity !== 'warning')
    .map((one: { text?: unknown }) => (typeof one?.text === 'string' ? one.text : ''));
  return texts.filter(Boolean).join(' ');
}
