import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { officeQuery } from '@/api/queries';
import { useMe } from '@/app/context';
import { isAdministrator } from '@/features/gsm/places';
import { Section } from '@/features/gsm/Section';
import { Failure } from '@/ui/Failure';
import { Operators } from './Operators';
import { PolicyForm } from './PolicyForm';
import { POLICIES, type Values } from './policy';
import classes from './Rules.module.css';

/** When messages go out, how equipment is repaired, how lines are tried, what operators answer. */
export function RulesPage() {
  const { t } = useTranslation();
  const { role } = useMe();
  const office = useQuery({ ...officeQuery, enabled: isAdministrator(role) });
  const policy = office.data?.policy;
  return (
    <Section title={t('rules.title')} strict>
      {office.isError && !office.data && (
        <div className="v-card">
          <Failure error={office.error} retry={() => void office.refetch()} />
        </div>
      )}
      <div className={classes['page']}>
        {policy &&
          POLICIES.map((name) => {
            const values = policy[name];
            return (
              values && <PolicyForm key={name} name={name} values={values as unknown as Values} />
            );
          })}
        {isAdministrator(role) && <Operators />}
      </div>
    </Section>
  );
}
