import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { dropPart, type OutboundScheme, type Route } from '@/api/parts';
import { keys } from '@/api/queries';
import type { Office } from '@/api/types';
import { useMe } from '@/app/context';
import { Panel } from '@/features/gsm/Panel';
import styles from '@/features/office/Office.module.css';
import { moved } from '@/features/office/Ordered';
import { PartActs } from '@/features/office/PartActs';
import { type Faults, usePart } from '@/features/office/part';
import { diallingQuery } from '@/features/office/queries';
import { useProblem } from '@/ui/problem';
import classes from './Outgoing.module.css';
import { RouteForm } from './RouteForm';
import { RouteRow } from './RouteRow';
import { BLANK, hiddenBy, left } from './routes';
import { WhatIf } from './WhatIf';

type Props = {
  office: Office;
  saved: OutboundScheme;
  isNew: boolean;
  onCopy(scheme: OutboundScheme): void;
  onSaved(id: string): void;
  onGone(): void;
};

/** One scheme: its rules from the first to the last, edited in place, and what they do. */
export function SchemeTable({ office, saved, isNew, onCopy, onSaved, onGone }: Props) {
  const { t } = useTranslation();
  const { id: account } = useMe();
  const dialling = useQuery(diallingQuery).data;
  const [open, setOpen] = useState<number | null>(null);
  const [lit, setLit] = useState<number | null>(null);
  const form = usePart({
    section: 'outbound',
    name: isNew ? '' : saved.id,
    saved,
    version: office.version,
    account,
    fields: ['name', 'routes', 'refused'],
    isNew,
    keyOf: (value) => value.id,
    check: (value): Faults => ({
      ...(value.name.trim() ? {} : { name: t('office.bad.name') }),
      ...Object.fromEntries(
        value.routes.flatMap((route, at) =>
          (['minutes', 'call_minutes'] as const).flatMap((field) =>
            badMinutes(route[field])
              ? [[`routes/${at}/${field}`, t('office.bad.figure', { least: 1, most: 1440 })]]
              : [],
          ),
        ),
      ),
    }),
    onSaved: (value) => {
      setOpen(null);
      onSaved(value.id);
    },
  });
  const { value } = form;
  const change = (at: number, next: Partial<Route>) =>
    form.change({
      routes: value.routes.map((route, index) => (index === at ? { ...route, ...next } : route)),
    });
  const move = (at: number, to: number) => {
    if (to < 0 || to >= value.routes.length) return;
    form.change({ routes: moved(value.routes, at, to) });
    setOpen(open === at ? to : null);
  };
  const add = (route: Partial<Route>) => {
    form.change({ routes: [...value.routes, { ...BLANK, ...route }] });
    setOpen(value.routes.length);
  };
  const rest = left(value);
  return (
    <div className={styles['cols']}>
      <div className={styles['stack']}>
        <Panel
          title={isNew ? t('office.out.new') : saved.name}
          note={t('office.out.first')}
          className={styles['wide'] ?? ''}
        >
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              form.save();
            }}
          >
            <div className={`${styles['form']} ${styles['pair']}`}>
              <TextInput
                label={t('office.out.name')}
                maxLength={80}
                value={value.name}
                error={form.at('name')}
                onChange={(event) => form.change({ name: event.currentTarget.value })}
              />
              <NativeSelect
                label={t('office.out.refused')}
                value={value.refused ?? ''}
                error={form.at('refused')}
                onChange={(event) => form.change({ refused: event.currentTarget.value || null })}
              >
                <option value="">{t('office.out.usualRefusal')}</option>
                {office.prompts.map((prompt) => (
                  <option key={prompt.id} value={prompt.id}>
                    {prompt.name}
                  </option>
                ))}
              </NativeSelect>
            </div>
            <div className={classes['wide']}>
              <table className={`${styles['table']} ${classes['rules']}`}>
                <thead>
                  <tr>
                    <th>
                      <span className="v-hidden">{t('office.out.place')}</span>
                    </th>
                    <th>{t('office.out.numbers')}</th>
                    <th>{t('office.out.lines')}</th>
                    <th>{t('office.out.order')}</th>
                    <th>{t('office.out.conditions')}</th>
                    <th>
                      <span className="v-hidden">{t('office.plan.acts')}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  <tr className={classes['fixed']}>
                    <td />
                    <td>
                      <b>{t('office.out.emergency')}</b>
                      <br />
                      <small className="v-mute">{dialling?.emergency.join(', ')}</small>
                    </td>
                    <td>{t('office.out.anyLine')}</td>
                    <td />
                    <td>{t('office.out.always')}</td>
                    <td />
                  </tr>
                  <tr className={classes['fixed']}>
                    <td />
                    <td>
                      <b>{t('office.out.inside')}</b>
                    </td>
                    <td>{t('office.out.noLine')}</td>
                    <td />
                    <td>{t('office.out.always')}</td>
                    <td />
                  </tr>
                  {value.routes.map((route, at) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place
                    <Fragment key={at}>
                      <RouteRow
                        office={office}
                        route={route}
                        at={at}
                        count={value.routes.length}
                        isOpen={open === at}
                        isLit={lit === at}
                        hiddenBy={hiddenBy(value.routes, at)}
                        fault={form.at(`routes/${at}`)}
                        onOpen={() => setOpen(open === at ? null : at)}
                        onMove={(to) => move(at, to)}
                        onRemove={() => {
                          setOpen(null);
                          form.remove(
                            t('office.out.rule', { number: at + 1 }),
                            { routes: value.routes.toSpliced(at, 1) },
                            (then) => ({ ...then, routes: then.routes.toSpliced(at, 0, route) }),
                          );
                        }}
                      />
                      {open === at && (
                        <tr className={classes['editor']}>
                          <td colSpan={6}>
                            <RouteForm
                              office={office}
                              dialling={dialling}
                              route={route}
                              at={at}
                              fault={(field) => form.at(`routes/${at}/${field}`)}
                              onChange={(next) => change(at, next)}
                            />
                          </td>
                        </tr>
                      )}
                    </Fragment>
                  ))}
                  {rest.map((kind) => (
                    <tr key={kind} className={classes['closed']}>
                      <td />
                      <td>
                        <b>{t(`office.class.${kind}`)}</b>
                        {value.routes.some((route) => route.classes.includes(kind)) && (
                          <small className="v-mute"> · {t('office.out.others')}</small>
                        )}
                      </td>
                      <td colSpan={2}>{t('office.out.closed')}</td>
                      <td>
                        <small className="v-mute">
                          {kind === 'abroad' || kind === 'premium'
                            ? t(`office.out.danger.${kind}`)
                            : t('office.out.told')}
                        </small>
                      </td>
                      <td>
                        <Button
                          size="compact-sm"
                          variant="default"
                          aria-label={t('office.out.openWhat', { what: t(`office.class.${kind}`) })}
                          onClick={() => add({ classes: [kind] })}
                        >
                          {t('office.out.open')}
                        </Button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <div className={styles['form']} style={{ paddingTop: 12 }}>
              <div className={styles['acts']}>
                <Button variant="default" onClick={() => add({})}>
                  {t('office.out.addRule')}
                </Button>
                {!isNew && (
                  <>
                    <Button variant="subtle" onClick={() => onCopy(value)}>
                      {t('office.out.copy')}
                    </Button>
                    <Button variant="subtle" component={Link} to={`/schemes/out/${saved.id}`}>
                      {t('office.out.drawn')}
                    </Button>
                  </>
                )}
              </div>
              <PartActs form={form} {...(isNew ? { onCancel: onGone } : {})} />
            </div>
          </form>
        </Panel>
      </div>
      <div className={styles['stack']}>
        <WhatIf scheme={value} onRule={setLit} />
        {!isNew && <Users office={office} scheme={saved} onGone={onGone} />}
      </div>
    </div>
  );
}

const badMinutes = (value: number | null | undefined) =>
  value !== null && value !== undefined && !(value >= 1 && value <= 1440);

type UsersProps = { office: Office; scheme: OutboundScheme; onGone(): void };

/** Who dials by the scheme; it can only go when nobody does. */
function Users({ office, scheme, onGone }: UsersProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const people = office.people.filter((person) => person.outbound === scheme.id);
  const crews = office.departments.filter(
    (one) => one.members.length > 0 && one.members.every((id) => people.some((p) => p.id === id)),
  );
  const schemes = office.inbound.filter((inbound) =>
    Object.values(inbound.nodes).some((node) => 'outbound' in node && node.outbound === scheme.id),
  );
  const isUsed = people.length > 0 || schemes.length > 0;
  const remove = useMutation({
    mutationFn: () => dropPart('outbound', scheme.id),
    onSuccess: async () => {
      await memory.invalidateQueries({ queryKey: keys.office });
      onGone();
    },
  });
  return (
    <Panel title={t('office.out.users')}>
      <div className={styles['text']}>
        {!isUsed && <p className="v-mute">{t('office.out.noUsers')}</p>}
        {crews.length > 0 && (
          <p>
            <span className="v-mute">{t('office.out.crews')}</span>{' '}
            {crews.map((one) => one.name).join(', ')}
          </p>
        )}
        {people.length > 0 && (
          <p>
            <span className="v-mute">{t('office.out.people', { count: people.length })}</span>{' '}
            {people.map((one) => one.name).join(', ')}
          </p>
        )}
        {schemes.length > 0 && (
          <p>
            <span className="v-mute">{t('office.out.inbound')}</span>{' '}
            {schemes.map((one) => one.name).join(', ')}
          </p>
        )}
        {remove.isError && (
          <p role="alert" className={styles['bad']}>
            {problem(remove.error)}
          </p>
        )}
        <div className={styles['acts']}>
          <Button
            variant="outline"
            color="red"
            disabled={isUsed}
            loading={remove.isPending}
            onClick={() => (isAsking ? remove.mutate() : setAsking(true))}
          >
            {isAsking ? t('office.gone.sure', { name: scheme.name }) : t('office.out.remove')}
          </Button>
        </div>
        {isUsed && <small className="v-mute">{t('office.out.inUse')}</small>}
      </div>
    </Panel>
  );
}
