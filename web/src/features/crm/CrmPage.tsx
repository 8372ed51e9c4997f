import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { type Crm, type CrmKind, crmKeys, crmsQuery, dropCrm, testCrm } from '@/api/crm';
import { useMe } from '@/app/context';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { sees } from '@/features/cabinet/places';
import { Panel } from '@/features/gsm/Panel';
import { Failure } from '@/ui/Failure';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';
import { AmoWizard } from './AmoWizard';
import { BitrixWizard } from './BitrixWizard';
import { CrmCalls } from './CrmCalls';
import { CrmPeople } from './CrmPeople';
import { CrmRulesForm } from './CrmRulesForm';
import { useTold } from './LinkCards';
import classes from './Links.module.css';

export function BitrixPage() {
  return <CrmPage kind="bitrix" />;
}
export function AmoPage() {
  return <CrmPage kind="amo" />;
}

/** One CRM: how it fares, how to link it, what it is told. */
function CrmPage({ kind }: { kind: CrmKind }) {
  const { t } = useTranslation();
  const may = sees(useMe().role, 'administrator');
  const crms = useQuery({ ...crmsQuery, enabled: may });
  const crm = crms.data?.find((one) => one.kind === kind);
  const [anew, setAnew] = useState(false);
  const [landed] = useSearchParams();
  const asks = crm && (anew || ['none', 'begun', 'auth'].includes(crm.state) || landed.has('code'));
  const Wizard = kind === 'bitrix' ? BitrixWizard : AmoWizard;
  return (
    <Cabinet title={t(`links.name.${kind}`)}>
      <div className={classes['page']}>
        <Link to="/integrations" className={classes['back']}>
          ← {t('links.all')}
        </Link>
        {crms.isError && !crm && <Failure error={crms.error} retry={() => void crms.refetch()} />}
        {crms.isPending && may && (
          <p className={classes['none']} role="status">
            {t('links.reading')}
          </p>
        )}
        {crm && crm.state !== 'none' && <Standing crm={crm} onAnew={() => setAnew(true)} />}
        {asks && <Wizard crm={crm} onLinked={() => setAnew(false)} />}
        {crm && !['none', 'begun'].includes(crm.state) && (
          <>
            <CrmRulesForm key={crm.since} crm={crm} />
            <CrmPeople crm={crm} />
            <CrmCalls crm={crm} />
          </>
        )}
      </div>
    </Cabinet>
  );
}

function Standing({ crm, onAnew }: { crm: Crm; onAnew(): void }) {
  const { t } = useTranslation();
  const told = useTold();
  const problem = useProblem();
  const memory = useQueryClient();
  const [drops, setDrops] = useState(false);
  const again = () => memory.invalidateQueries({ queryKey: crmKeys.crms });
  const test = useMutation({ mutationFn: () => testCrm(crm.kind), onSuccess: again });
  const drop = useMutation({
    mutationFn: () => dropCrm(crm.kind),
    onSuccess: async () => {
      setDrops(false);
      await again();
    },
  });
  const failed = test.error ?? drop.error;
  const name = t(`links.name.${crm.kind}`);
  return (
    <Panel title={crm.portal} note={crm.made_by && t('links.madeBy', { name: crm.made_by })}>
      <div className={classes['body']}>
        <p>
          <span className={classes['state']} data-state={crm.state}>
            {t(`links.state.${crm.state}`)}
          </span>{' '}
          {told(crm)}
        </p>
        {crm.last_why && (
          <p className={classes['bad']}>
            {t(`links.why.${crm.last_why}`)} {crm.last_answer && <small>{crm.last_answer}</small>}
          </p>
        )}
        {(crm.state === 'paused' || crm.state === 'auth') && (
          <p className={classes['text']}>{t(`links.help.${crm.state}`)}</p>
        )}
        {!crm.public && crm.state !== 'begun' && (
          <p className={classes['text']}>{t(`links.noPublic.${crm.kind}`)}</p>
        )}
        {crm.public && crm.kind === 'bitrix' && !crm.events && crm.state !== 'begun' && (
          <p className={classes['text']}>{t('links.noEvents')}</p>
        )}
        {test.data && (
          <p className={classes[test.data.ok ? 'good' : 'bad']} role="status">
            {test.data.ok ? t('links.testOk') : t(`links.why.${test.data.why || 'broken'}`)}
          </p>
        )}
        {failed && (
          <p role="alert" className={classes['bad']}>
            {problem(failed)}
          </p>
        )}
        <div className={classes['buttons']}>
          {crm.state !== 'begun' && (
            <Button
              size="xs"
              variant="default"
              loading={test.isPending}
              onClick={() => test.mutate()}
            >
              {t('links.test')}
            </Button>
          )}
          {!['begun', 'auth'].includes(crm.state) && (
            <Button size="xs" variant="default" onClick={onAnew}>
              {t('links.anew')}
            </Button>
          )}
          <Button size="xs" variant="default" color="red" onClick={() => setDrops(true)}>
            {t('links.unlink')}
          </Button>
        </div>
      </div>
      {drops && (
        <Window title={t('links.dropTitle', { name })} onClose={() => setDrops(false)}>
          <p>{t('links.dropText')}</p>
          <div className={classes['buttons']}>
            <Button variant="default" onClick={() => setDrops(false)}>
              {t('action.cancel')}
            </Button>
            <Button color="red" loading={drop.isPending} onClick={() => drop.mutate()}>
              {t('links.unlink')}
            </Button>
          </div>
        </Window>
      )}
    </Panel>
  );
}
