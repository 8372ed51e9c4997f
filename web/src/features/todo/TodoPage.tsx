import { useTranslation } from 'react-i18next';
import { Top } from '@/app/Top';
import { useTitle } from '@/ui/title';
import { TodoCard } from './TodoCard';

export function TodoPage() {
  const { t } = useTranslation();
  useTitle(t('todo.title'));
  return (
    <>
      <Top />
      <h1 className="v-hidden">{t('todo.title')}</h1>
      <TodoCard />
    </>
  );
}
