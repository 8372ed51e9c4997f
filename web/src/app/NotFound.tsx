import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '@/ui/Empty';
import { useTitle } from '@/ui/title';

export function NotFound() {
  const { t } = useTranslation();
  useTitle(t('notFound.title'));
  return (
    <section className="v-card">
      <h1 className="v-hidden">{t('notFound.title')}</h1>
      <Empty title={t('notFound.title')}>
        <p>{t('notFound.text')}</p>
        <Button component={Link} to="/">
          {t('notFound.home')}
        </Button>
      </Empty>
    </section>
  );
}
