import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { Archives } from './Archives';
import { Holds } from './Holds';
import classes from './Privacy.module.css';
import { Requests } from './Requests';
import { Retention } from './Retention';

/** How long things are kept, what may not go, who asked to be forgotten, everything in a file. */
export function PrivacyPage() {
  const { t } = useTranslation();
  return (
    <Cabinet
      title={t('privacy.title')}
      acts={
        <Button component={Link} to="/privacy/person" variant="default" size="xs">
          {t('privacy.person')}
        </Button>
      }
    >
      <div className={classes['page']}>
        <Retention />
        <Holds />
        <Requests />
        <Archives />
      </div>
    </Cabinet>
  );
}
