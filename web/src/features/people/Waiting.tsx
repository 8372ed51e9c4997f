import { useTranslation } from 'react-i18next';
import styles from '@/features/office/Office.module.css';

/** The place of what is being read. */
export function Waiting() {
  const { t } = useTranslation();
  return (
    <div className={`v-card ${styles['waiting']}`} role="status">
      <span className="v-hidden">{t('staff.waiting')}</span>
      <i />
      <i />
      <i />
    </div>
  );
}
