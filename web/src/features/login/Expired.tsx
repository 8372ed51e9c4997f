import { useTranslation } from 'react-i18next';
import { Window } from '@/ui/Window';
import { LoginForm } from './LoginForm';

/** The session is over: the page waits behind, nothing on it is lost. */
export default function Expired(props: { login: string; onDone(): void }) {
  const { t } = useTranslation();
  return (
    <Window
      onClose={() => undefined}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={t('login.expired')}
    >
      <LoginForm {...props} />
    </Window>
  );
}
