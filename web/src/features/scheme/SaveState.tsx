import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ApiError } from '@/api/error';
import { useProblem } from '@/ui/problem';
import classes from './Constructor.module.css';
import { type DraftState, draft } from './draft';

/** Whether what is drawn is kept, in a word. */
export function SaveState({ state }: { state: DraftState }) {
  const { t } = useTranslation();
  const { kind } = state.saving;
  const word = kind === 'saved' && !state.isChanged ? 'same' : kind;
  return (
    <span className={classes['pill']} role="status" data-bad={kind === 'failed' || undefined}>
      {t(`scheme.saving.${word}`, { version: state.basedOn })}
    </span>
  );
}

/** What stands in the way of the draft: it is not saved, another tab has it, others draw too. */
export function DraftBars({ state }: { state: DraftState }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const { saving } = state;
  const error = saving.kind === 'failed' ? saving.error : null;
  const isTaken = error instanceof ApiError && error.code === 'stale_draft';
  return (
    <>
      {error !== null && (
        <div className={classes['bar']} data-bad role="alert">
          <span>
            {isTaken
              ? t('scheme.otherTab')
              : error instanceof ApiError && error.status === 401
                ? t('scheme.sessionOver')
                : t('scheme.notSaved', { why: problem(error) })}
          </span>
          {isTaken ? (
            <>
              <Button size="xs" variant="default" onClick={() => void draft.takeTheirs()}>
                {t('scheme.takeTheirs')}
              </Button>
              <Button size="xs" variant="default" onClick={() => void draft.keepMine()}>
                {t('scheme.keepMine')}
              </Button>
            </>
          ) : (
            <Button size="xs" variant="default" onClick={() => void draft.save()}>
              {t('action.retry')}
            </Button>
          )}
        </div>
      )}
      {state.stale && (
        <div className={classes['bar']} role="status">
          <span>{t('scheme.stale')}</span>
          <Link to="/publish">{t('scheme.compare')}</Link>
        </div>
      )}
      {state.others.length > 0 && (
        <div className={classes['bar']} role="status">
          <span>
            {t('scheme.others', {
              names: state.others.map((one) => one.name).join(', '),
              count: state.others.length,
            })}
          </span>
        </div>
      )}
    </>
  );
}
