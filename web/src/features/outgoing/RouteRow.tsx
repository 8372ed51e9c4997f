import { ActionIcon, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Route } from '@/api/parts';
import type { Office } from '@/api/types';
import styles from '@/features/office/Office.module.css';
import { Icon } from '@/ui/Icon';
import { prettyNumber } from '@/ui/phone';
import { usePlace } from '@/ui/place';
import classes from './Outgoing.module.css';

type Props = {
  office: Office;
  route: Route;
  at: number;
  count: number;
  isOpen: boolean;
  /** The rule that the number just tried goes by. */
  isLit: boolean;
  hiddenBy: number | null;
  fault: string | null;
  onOpen(): void;
  onMove(to: number): void;
  onRemove(): void;
};

/** A rule in words, a row of the table. */
export function RouteRow(props: Props) {
  const { office, route, at, count, isOpen, isLit, hiddenBy, fault, onOpen, onMove, onRemove } =
    props;
  const { t } = useTranslation();
  const what = useWhat();
  const rule = t('office.out.rule', { number: at + 1 });
  const lines = route.lines.map((id) => ({
    id,
    line: office.lines.find((one) => one.id === id),
  }));
  const conditions = [
    route.sticky && t('office.out.shown.sticky'),
    route.number_shown &&
      t('office.out.shown.number', { number: prettyNumber(route.number_shown) }),
    route.minutes && t('office.out.shown.minutes', { count: route.minutes }),
    route.call_minutes && t('office.out.shown.call', { count: route.call_minutes }),
    route.pin && t('office.out.shown.pin'),
  ].filter((one): one is string => typeof one === 'string');
  return (
    <tr data-lit={isLit} data-open={isOpen} aria-label={rule}>
      <td className={classes['place']}>
        <b>{at + 1}</b>
        <span>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={t('office.order.up', { what: rule })}
            disabled={at === 0}
            onClick={() => onMove(at - 1)}
          >
            <span aria-hidden="true">↑</span>
          </ActionIcon>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={t('office.order.down', { what: rule })}
            disabled={at === count - 1}
            onClick={() => onMove(at + 1)}
          >
            <span aria-hidden="true">↓</span>
          </ActionIcon>
        </span>
      </td>
      <td>
        <b className={classes['what']}>{what(route) || t('office.out.noNumbers')}</b>
        {isShut(office, route) && <p className={styles['warn']}>{t('office.out.shut')}</p>}
        {hiddenBy !== null && (
          <p className={styles['warn']}>{t('office.out.hidden', { number: hiddenBy + 1 })}</p>
        )}
        {fault && (
          <p role="alert" className={styles['bad']}>
            {fault}
          </p>
        )}
      </td>
      <td data-label={t('office.out.lines')}>
        {lines.length === 0 ? (
          <span className={styles['warn']}>{t('office.out.noLines')}</span>
        ) : (
          <ol className={classes['lines']}>
            {lines.map(({ id, line }) => (
              <li key={id}>
                {line?.name ?? id}
                {line && line.operator !== line.name && (
                  <small className="v-mute"> {line.operator}</small>
                )}
              </li>
            ))}
          </ol>
        )}
      </td>
      <td data-label={t('office.out.order')}>
        {route.lines.length > 1 ? t(`office.lineOrder.${route.order}.name`) : ''}
      </td>
      <td>
        <span className={styles['tags']}>
          {conditions.map((one) => (
            <span key={one} className="v-tag">
              {one}
            </span>
          ))}
        </span>
      </td>
      <td className={classes['acts']}>
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={isOpen}
          aria-label={t(isOpen ? 'office.out.foldWhat' : 'office.out.editWhat', { rule })}
          onClick={onOpen}
        >
          {t(isOpen ? 'office.out.fold' : 'action.edit')}
        </Button>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('office.order.remove', { what: rule })}
          onClick={onRemove}
        >
          <Icon name="close" size={15} />
        </ActionIcon>
      </td>
    </tr>
  );
}

/** Whether nothing of what a rule is for may be called: the company's limits close it. */
function isShut({ policy }: Office, { classes: kinds, begins }: Route): boolean {
  const { abroad_minutes, countries, premium } = policy.limits;
  const isAbroadShut = abroad_minutes === 0 || countries.length === 0;
  const shut = (kind: Route['classes'][number]) =>
    (kind === 'abroad' && isAbroadShut) || (kind === 'premium' && !premium);
  return begins.length === 0 && kinds.length > 0 && kinds.every(shut);
}

/** Which numbers a rule is for, in one line. */
function useWhat(): (route: Route) => string {
  const { t } = useTranslation();
  const { language } = usePlace();
  const words = new Intl.ListFormat(language, { type: 'conjunction' });
  return (route) => {
    const parts = route.classes.map((kind) => {
      const name = t(`office.class.${kind}`);
      if (kind === 'mobile' && route.operators.length > 0) {
        return `${name} ${route.operators.join(', ')}`;
      }
      if (kind === 'abroad' && route.countries.length > 0) {
        return `${name} (${route.countries.map((code) => `+${code}`).join(', ')})`;
      }
      return name;
    });
    if (route.begins.length > 0) {
      parts.push(t('office.out.begins', { what: route.begins.join(', ') }));
    }
    const text = words.format(parts);
    return text.slice(0, 1).toUpperCase() + text.slice(1);
  };
}
