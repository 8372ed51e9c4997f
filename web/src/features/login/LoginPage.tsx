import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { memory } from '@/app/memory';
import { noteSignedIn } from '@/app/session';
import { useTitle } from '@/ui/title';
import { Door } from './Door';
import classes from './Login.module.css';
import { LoginForm } from './LoginForm';

/** Only an address of our own: a link to this page must not lead elsewhere after the login. */
function ownAddress(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/';
}

export function LoginPage() {
  const { t } = useTranslation();
  useTitle(t('login.title'));
  const navigate = useNavigate();
  const [params] = useSearchParams();
  return (
    <Door>
      <h1>{t('login.title')}</h1>
      <LoginForm
        onDone={() => {
          memory.clear();
          noteSignedIn();
          void navigate(ownAddress(params.get('next')), { replace: true });
        }}
      />
      <p className={classes['foot']}>{t('login.forgotten')}</p>
    </Door>
  );
}
