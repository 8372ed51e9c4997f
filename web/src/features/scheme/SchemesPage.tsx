import { ActionIcon, Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { Office } from '@/api/types';
import { useMe } from '@/app/context';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { sees } from '@/features/cabinet/places';
import { useCheck } from '@/features/proof/useCheck';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { type DraftState, draft, useDraft } from './draft';
import { copied, type Direction, faultsBy, usersOf } from './list';
import { NewScheme } from './NewScheme';
import { DraftBars, SaveState } from './SaveState';
import classes from './Schemes.module.css';
import { RemoveScheme, RenameScheme } from './SchemeWindows';

/** All schemes: whom each serves, what is wrong in it; new ones, copies, names. */
export function SchemesPage() {
  const { t } = useTranslation();
  const me = useMe();
  const state = useDraft();
  const [isNew, setNew] = useState(false);
  const may = sees(me.role, 'administrator');
  return (
    <Cabinet
      title={t('scheme.title')}
      acts={
        state.office && (
          <div className={classes['acts']}>
            <SaveState state={state} />
            {state.isChanged && (
              <Button variant="default" component={Link} to="/publish">
                {t('scheme.toPublish')}
              </Button>
            )}
            <Button onClick={() => setNew(true)}>{t('scheme.new')}</Button>
          </div>
        )
      }
    >
      {state.failure !== null && !state.office ? (
        <section className="v-card">
          <Failure error={state.failure} retry={() => void draft.load()} />
        </section>
      ) : (
        may && <Lists state={state} onNew={() => setNew(true)} />
      )}
      {isNew && state.office && <NewScheme office={state.office} onClose={() => setNew(false)} />}
    </Cabinet>
  );
}

function Lists({ state, onNew }: { state: DraftState; onNew(): void }) {
  const { office } = state;
  if (!office) return <section className={`v-card ${classes['wait']}`} aria-busy="true" />;
  return (
    <>
      <DraftBars state={state} />
      <Checked office={office} onNew={onNew} />
    </>
  );
}

function Checked({ office, onNew }: { office: Office; onNew(): void }) {
  const { t } = useTranslation();
  const check = useCheck(office);
  const problems = check.data?.problems ?? [];
  const of = check.of ?? office;
  return (
    <div className={classes['lists']}>
      {(['inbound', 'outbound'] as const).map((direction) => {
        const word = direction === 'inbound' ? 'incoming' : 'outgoing';
        const schemes = office[direction] ?? [];
        const faults = faultsBy(of, direction, problems);
        return (
          <section key={direction} className="v-card" aria-label={t(`scheme.${word}`)}>
            <div className="v-head">
              <h2>{t(`scheme.${word}`)}</h2>
              <small>{t(`scheme.${word}Text`)}</small>
            </div>
            {schemes.length === 0 && (
              <Empty title={t(direction === 'inbound' ? 'scheme.noIncoming' : 'scheme.noOutgoing')}>
                <p>
                  {t(direction === 'inbound' ? 'scheme.noIncomingText' : 'scheme.noOutgoingText')}
                </p>
                <Button variant="default" onClick={onNew}>
                  {t('scheme.new')}
                </Button>
              </Empty>
            )}
            <ul className={classes['list']}>
              {schemes.map((scheme) => (
                <Row
                  key={scheme.id}
                  office={office}
                  direction={direction}
                  scheme={scheme}
                  faults={faults[scheme.id]}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

type Scheme = NonNullable<Office['inbound']>[number] | NonNullable<Office['outbound']>[number];
type RowProps = {
  office: Office;
  direction: Direction;
  scheme: Scheme;
  faults: { errors: number; warnings: number } | undefined;
};

function Row({ office, direction, scheme, faults }: RowProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [window, setWindow] = useState<'rename' | 'remove' | null>(null);
  const users = usersOf(office, direction, scheme.id);
  const to = direction === 'inbound' ? `/schemes/${scheme.id}` : `/schemes/out/${scheme.id}`;
  const size =
    'nodes' in scheme
      ? t('scheme.nodesCount', { count: Object.keys(scheme.nodes).length })
      : t('scheme.routesCount', { count: scheme.routes.length });
  return (
    <li>
      <Link to={to} className={classes['name']}>
        <b>{scheme.name}</b>
        <span>
          {direction === 'outbound'
            ? users.people.length > 0
              ? t('scheme.usedBy', { count: users.people.length })
              : t('scheme.usedByNobody')
            : users.lines.length > 0
              ? t('scheme.answers', { names: users.lines.join(', ') })
              : users.schemes.length > 0
                ? t('scheme.calledFrom', { names: users.schemes.join(', ') })
                : t('scheme.answersNothing')}
        </span>
      </Link>
      <span className={classes['size']}>{size}</span>
      {faults && faults.errors > 0 && (
        <span className={classes['pill']} data-bad>
          {t('scheme.errors', { count: faults.errors })}
        </span>
      )}
      {faults && faults.errors === 0 && faults.warnings > 0 && (
        <span className={classes['pill']}>{t('scheme.warnings', { count: faults.warnings })}</span>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            size={36}
            aria-label={t('scheme.more', { name: scheme.name })}
          >
            <Icon name="more" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {direction === 'outbound' && (
            <Menu.Item onClick={() => void navigate('/outgoing')}>{t('scheme.table')}</Menu.Item>
          )}
          <Menu.Item onClick={() => setWindow('rename')}>{t('scheme.rename')}</Menu.Item>
          <Menu.Item
            onClick={() =>
              draft.edit((all) =>
                copied(
                  all,
                  direction,
                  scheme.id,
                  t('scheme.copyOf', { name: scheme.name }).slice(0, 80),
                ),
              )
            }
          >
            {t('scheme.copy')}
          </Menu.Item>
          <Menu.Item color="red" onClick={() => setWindow('remove')}>
            {t('scheme.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {window === 'rename' && (
        <RenameScheme
          direction={direction}
          id={scheme.id}
          name={scheme.name}
          onClose={() => setWindow(null)}
        />
      )}
      {window === 'remove' && (
        <RemoveScheme
          direction={direction}
          id={scheme.id}
          name={scheme.name}
          users={users}
          onClose={() => setWindow(null)}
        />
      )}
    </li>
  );
}
