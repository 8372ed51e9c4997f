import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/context';
import { Top } from '@/app/Top';
import section from '@/features/gsm/Section.module.css';
import { MyNotices } from '@/features/notices/MyNotices';
import { NotifyCard } from '@/features/notify/NotifyCard';
import { useTitle } from '@/ui/title';
import { AboutMe } from './AboutMe';
import classes from './Account.module.css';
import { Confirmed } from './Confirmed';
import { DoorRules } from './DoorRules';
import { Factor } from './Factor';
import { Passkeys } from './Passkeys';
import { Password } from './Password';
import { Sessions } from './Sessions';
import { Tokens } from './Tokens';

/** Everything about one's own way in; for administrators also the rule for all. */
export function AccountPage() {
  const { t } = useTranslation();
  useTitle(t('account.title'));
  const me = useMe();
  const owes = me.owes.includes('second_factor');
  const runs = me.role === 'owner' || me.role === 'administrator';
  return (
    <Confirmed>
      <Top />
      <div className={section['head']}>
        <h1>{t('account.title')}</h1>
      </div>
      {owes && (
        <p role="alert" className={classes['owed']}>
          {t('account.owes')}
        </p>
      )}
      <div className={classes['page']}>
        {!owes && (
          <>
            <AboutMe />
            <Password />
            <NotifyCard />
            <MyNotices />
          </>
        )}
        <Factor />
        <Passkeys />
        {!owes && (
          <>
            <Sessions />
            <Tokens />
            {runs && <DoorRules />}
          </>
        )}
      </div>
    </Confirmed>
  );
}
