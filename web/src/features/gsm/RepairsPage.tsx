import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { readJournal } from '@/api/gsm';
import { gsmKeys } from '@/api/gsm-queries';
import { useMe } from '@/app/context';
import { Chooser } from './Chooser';
import { Events } from './Events';
import { isAdministrator } from './places';
import { Section } from './Section';

const KINDS = ['repairs', 'checks'] as const;

/** What was repaired, by whom, with what success; what the line doctor found. */
export function RepairsPage() {
  const { t } = useTranslation();
  const { role } = useMe();
  const [params, setParams] = useSearchParams();
  const kind = params.get('of') === 'checks' ? 'checks' : 'repairs';
  return (
    <Section title={t('repairs.title')} strict>
      <section className="v-card" aria-label={t('repairs.title')} style={{ paddingTop: 10 }}>
        <Chooser
          label={t('repairs.title')}
          value={kind}
          onChange={(next) =>
            setParams(next === 'checks' ? { of: 'checks' } : {}, { replace: true })
          }
          options={KINDS.map((one) => ({ value: one, label: t(`repairs.kind.${one}`) }))}
        />
        {isAdministrator(role) && (
          <Events
            key={kind}
            about={[...gsmKeys.journal, kind]}
            read={(cursor) => readJournal(kind, cursor)}
            empty={t(`repairs.empty.${kind}`)}
            withLine
          />
        )}
      </section>
    </Section>
  );
}
