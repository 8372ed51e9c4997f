import { useQuery } from '@tanstack/react-query';
import { ReactFlowProvider } from '@xyflow/react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { labelsQuery } from '@/api/queries';
import type { Office } from '@/api/types';
import { useMe } from '@/app/context';
import { sees } from '@/features/cabinet/places';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { useTitle } from '@/ui/title';
import { Constructor } from './Constructor';
import classes from './Constructor.module.css';
import { draft, useDraft } from './draft';
import { schemeOf } from './graph';
import { kindsQuery } from './kinds';
import { Things } from './things';

/** The constructor of an incoming scheme. */
export function ConstructorPage() {
  const { id = '' } = useParams();
  const { t, i18n } = useTranslation();
  const me = useMe();
  const may = sees(me.role, 'administrator');
  const state = useDraft();
  const kinds = useQuery({ ...kindsQuery(i18n.language), enabled: may });
  const labels = useQuery({ ...labelsQuery, enabled: may }).data ?? NO_LABELS;
  const things = useThings(state.office, labels);
  const scheme = state.office && schemeOf(state.office, id);
  useTitle(scheme?.name ?? t('scheme.title'));
  if (!may) {
    return (
      <section className="v-card">
        <Empty title={t('problem.forbidden')}>
          <p>{t('nav.forbidden')}</p>
        </Empty>
      </section>
    );
  }
  const failure = state.failure ?? (kinds.isError ? kinds.error : null);
  if (failure !== null && (!state.office || !kinds.data)) {
    const again = () => {
      void draft.load();
      void kinds.refetch();
    };
    return (
      <section className="v-card">
        <Failure error={failure} retry={again} />
      </section>
    );
  }
  if (!state.office || !kinds.data || !things) {
    return (
      <section className={classes['page']} aria-busy="true" aria-label={t('scheme.loading')} />
    );
  }
  if (!scheme) {
    return (
      <section className="v-card">
        <Empty title={t('scheme.noSuch')}>
          <Link to="/schemes">{t('scheme.toList')}</Link>
        </Empty>
      </section>
    );
  }
  return (
    <ReactFlowProvider key={id}>
      <Constructor
        office={state.office}
        scheme={scheme}
        kinds={kinds.data}
        things={things}
        state={state}
      />
    </ReactFlowProvider>
  );
}

const NO_LABELS: never[] = [];

/** The same things while nothing that they are made of has changed: a move of a node is nothing. */
function useThings(office: Office | null, labels: ConstructorParameters<typeof Things>[1]) {
  const { t } = useTranslation();
  const names = (office?.inbound ?? []).map((one) => `${one.id} ${one.name}`).join('\n');
  const { people, departments, follow_me, prompts, outbound } = office ?? {};
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the rest nothing is named
  return useMemo(
    () => (office ? new Things(office, labels, (slug) => t(`scheme.list.${slug}`)) : null),
    [people, departments, follow_me, prompts, outbound, names, labels, t],
  );
}
