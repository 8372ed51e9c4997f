import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Empty } from './Empty';
import { useProblem } from './problem';

/** Something could not be read: what happened, and a way to try again. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const words = useProblem();
  return (
    <div role="alert">
      <Empty title={words(error)}>
        {retry && (
          <Button variant="default" onClick={retry}>
            {t('action.retry')}
          </Button>
        )}
      </Empty>
    </div>
  );
}
