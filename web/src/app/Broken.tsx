import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui/Empty';

/** A screen failed to load (an update of the hub changes its files) or broke. */
export function Broken() {
  const { t } = useTranslation();
  return (
    <main role="alert" style={{ padding: 18 }}>
      <section className="v-card">
        <Empty title={t('broken.title')}>
          <p>{t('broken.text')}</p>
          <Button onClick={() => location.reload()}>{t('broken.reload')}</Button>
        </Empty>
      </section>
    </main>
  );
}
