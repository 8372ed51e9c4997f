import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { revealAdapter } from '@/api/gsm';
import { adapterSetupQuery, adaptersQuery } from '@/api/gsm-queries';
import { useMe } from '@/app/context';
import { NotFound } from '@/app/NotFound';
import { isAdministrator } from '@/features/gsm/places';
import { Section } from '@/features/gsm/Section';
import { Failure } from '@/ui/Failure';
import { SetupSteps } from './SetupSteps';

/** What to type into an adapter. */
export function AdapterPage() {
  const { t } = useTranslation();
  const id = useParams()['id'] ?? '';
  const { role } = useMe();
  const may = isAdministrator(role);
  const adapters = useQuery({ ...adaptersQuery, enabled: may });
  const setup = useQuery({ ...adapterSetupQuery(id), enabled: may });
  const adapter = adapters.data?.find((one) => one.id === id);
  if (adapters.isSuccess && !adapter) return <NotFound />;
  return (
    <Section title={adapter?.name ?? t('adapters.one')} strict>
      {setup.isError && (
        <div className="v-card">
          <Failure error={setup.error} retry={() => void setup.refetch()} />
        </div>
      )}
      {setup.data && adapter && (
        <SetupSteps
          setup={setup.data}
          reveal={() => revealAdapter(adapter.id)}
          hasFile={setup.data.has_file}
        />
      )}
    </Section>
  );
}
