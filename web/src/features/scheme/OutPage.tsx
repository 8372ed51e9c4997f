import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { Office } from '@/api/types';
import { useMe } from '@/app/context';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { sees } from '@/features/cabinet/places';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { prettyNumber } from '@/ui/phone';
import { draft, useDraft } from './draft';
import classes from './Out.module.css';

type Outbound = NonNullable<Office['outbound']>[number];
type Route = Outbound['routes'][number];

/** An outgoing scheme drawn: which numbers, by which rule, over which lines, in order. It is
 * changed in its table (/outgoing), where rules are moved and compared. */
export function OutPage() {
  const { id = '' } = useParams();
  const { t } = useTranslation();
  const me = useMe();
  const state = useDraft();
  const scheme = state.office?.outbound?.find((one) => one.id === id);
  const title = scheme ? t('scheme.outgoingNamed', { name: scheme.name }) : t('scheme.outgoing');
  const acts = (
    <div className={classes['acts']}>
      <Link to="/schemes">{t('scheme.toList')}</Link>
      <Button component={Link} to={`/outgoing?scheme=${encodeURIComponent(id)}`}>
        {t('scheme.table')}
      </Button>
    </div>
  );
  return (
    <Cabinet title={title} acts={acts}>
      {state.failure !== null && !state.office ? (
        <section className="v-card">
          <Failure error={state.failure} retry={() => void draft.load()} />
        </section>
      ) : (
        sees(me.role, 'administrator') &&
        state.office && (
          <section className="v-card">
            {scheme ? (
              <Drawn office={state.office} scheme={scheme} />
            ) : (
              <Empty title={t('scheme.noSuch')} />
            )}
          </section>
        )
      )}
    </Cabinet>
  );
}

function Drawn({ office, scheme }: { office: Office; scheme: Outbound }) {
  const { t } = useTranslation();
  const lines = new Map((office.lines ?? []).map((line) => [line.id, line.name]));
  return (
    <ol className={classes['rules']} aria-label={scheme.name}>
      <li>
        <div className={classes['box']} data-kind="numbers">
          <b>{t('scheme.emergency')}</b>
        </div>
        <span className={classes['wire']} aria-hidden="true" />
        <div className={classes['box']} data-kind="lines">
          <span>{t('scheme.emergencyText')}</span>
        </div>
      </li>
      {scheme.routes.map((route, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place
        <li key={index}>
          <div className={classes['box']} data-kind="numbers">
            <small>{t('scheme.ruleOf', { count: index + 1 })}</small>
            {fits(route, t).map((one) => (
              <b key={one}>{one}</b>
            ))}
          </div>
          <span className={classes['wire']} aria-hidden="true" />
          <div className={classes['box']} data-kind="rule">
            <b>{t(`scheme.order.${route.order ?? 'listed'}`)}</b>
            {terms(route, t).map((one) => (
              <span key={one}>{one}</span>
            ))}
          </div>
          <span className={classes['wire']} aria-hidden="true" />
          <ol className={classes['lines']} aria-label={t('scheme.overLines')}>
            {route.lines.length === 0 && <li data-bad>{t('scheme.noLine')}</li>}
            {route.lines.map((line) => (
              <li key={line} data-bad={!lines.has(line) || undefined}>
                {lines.get(line) ?? line}
              </li>
            ))}
          </ol>
        </li>
      ))}
      <li>
        <div className={classes['box']} data-kind="numbers">
          <b>{t('scheme.refused')}</b>
        </div>
        <span className={classes['wire']} aria-hidden="true" />
        <div className={classes['box']} data-kind="end">
          <span>{t('scheme.refusedText')}</span>
        </div>
      </li>
    </ol>
  );
}

function fits(route: Route, t: TFunction): string[] {
  const found: string[] = (route.classes ?? []).map((one) => t(`scheme.class.${one}`));
  const more: [string[] | undefined, 'operators' | 'countries' | 'begins'][] = [
    [route.operators, 'operators'],
    [route.countries?.map((code) => `+${code}`), 'countries'],
    [route.begins, 'begins'],
  ];
  for (const [names, word] of more) {
    if (names?.length) found.push(t(`scheme.${word}`, { names: names.join(', ') }));
  }
  return found;
}

function terms(route: Route, t: TFunction): string[] {
  const found: string[] = [];
  if (route.sticky) found.push(t('scheme.sticky'));
  if (route.pin) found.push(t('scheme.pin'));
  if (route.number_shown) {
    found.push(t('scheme.shows', { number: prettyNumber(route.number_shown) }));
  }
  if (route.minutes) found.push(t('scheme.perDay', { count: route.minutes }));
  if (route.call_minutes) found.push(t('scheme.perCall', { count: route.call_minutes }));
  return found;
}
