import { Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dialling, Route } from '@/api/parts';
import type { Office } from '@/api/types';
import { Figure } from '@/features/office/Figure';
import styles from '@/features/office/Office.module.css';
import { moved, Ordered } from '@/features/office/Ordered';
import { prettyNumber } from '@/ui/phone';
import { usePlace } from '@/ui/place';
import classes from './Outgoing.module.css';
import { CLASSES, ORDERS, readBegins } from './routes';

type Props = {
  office: Office;
  dialling: Dialling | undefined;
  route: Route;
  at: number;
  fault(field: string): string | null;
  onChange(next: Partial<Route>): void;
};

/** A rule, opened below its row: which numbers, over which lines, on what conditions. */
export function RouteForm({ office, dialling, route, at, fault, onChange }: Props) {
  const { t } = useTranslation();
  const { limits } = office.policy;
  const flip = <T,>(list: readonly T[], one: T): T[] =>
    list.includes(one) ? list.filter((it) => it !== one) : [...list, one];
  const numbers = office.lines
    .filter((line) => route.lines.includes(line.id))
    .flatMap((line) => ('numbers' in line ? line.numbers : []));
  const isAbroadShut = limits.abroad_minutes === 0 || limits.countries.length === 0;
  return (
    <div className={classes['form']}>
      <fieldset>
        <legend>{t('office.out.which')}</legend>
        <div className={classes['chips']}>
          {CLASSES.map((kind) => (
            <Chip
              key={kind}
              name={`class-${at}`}
              label={t(`office.class.${kind}`)}
              isOn={route.classes.includes(kind)}
              onFlip={() =>
                onChange({
                  classes: CLASSES.filter((one) => flip(route.classes, kind).includes(one)),
                  ...(kind === 'mobile' && route.classes.includes(kind) ? { operators: [] } : {}),
                  ...(kind === 'abroad' && route.classes.includes(kind) ? { countries: [] } : {}),
                })
              }
            />
          ))}
        </div>
        {fault('classes') && <Bad text={fault('classes')} />}
        {route.classes.includes('mobile') && (dialling?.operators.length ?? 0) > 0 && (
          <div className={classes['chips']}>
            <span className="v-mute">{t('office.out.operators')}</span>
            {[...new Set([...(dialling?.operators ?? []), ...route.operators])].map((operator) => (
              <Chip
                key={operator}
                name={`operator-${at}`}
                label={operator}
                isOn={route.operators.includes(operator)}
                onFlip={() => onChange({ operators: flip(route.operators, operator) })}
              />
            ))}
            {route.operators.length === 0 && (
              <small className="v-mute">{t('office.out.allOperators')}</small>
            )}
          </div>
        )}
        {fault('operators') && <Bad text={fault('operators')} />}
        {route.classes.includes('abroad') && (
          <>
            {isAbroadShut && <p className={styles['warn']}>{t('office.out.abroadShut')}</p>}
            <Countries
              codes={dialling?.codes ?? []}
              chosen={route.countries}
              empty={t('office.out.allCountries')}
              onChange={(countries) => onChange({ countries })}
            />
          </>
        )}
        {route.classes.includes('premium') && !limits.premium && (
          <p className={styles['warn']}>{t('office.out.premiumShut')}</p>
        )}
        <Begins value={route.begins} onChange={(begins) => onChange({ begins })} />
      </fieldset>
      <Lines office={office} route={route} fault={fault('lines')} onChange={onChange} />
      <fieldset>
        <legend>{t('office.out.conditions')}</legend>
        <div className={styles['pair']}>
          <NativeSelect
            label={t('office.out.numberShown')}
            description={t('office.out.numberShownText')}
            value={route.number_shown ?? ''}
            error={fault('number_shown')}
            onChange={(event) => onChange({ number_shown: event.currentTarget.value || null })}
          >
            <option value="">{t('office.out.ownNumber')}</option>
            {[...new Set([...numbers, ...(route.number_shown ? [route.number_shown] : [])])].map(
              (number) => (
                <option key={number} value={number}>
                  {prettyNumber(number)}
                </option>
              ),
            )}
          </NativeSelect>
          <Figure
            label={t('office.out.minutes')}
            unit={t('office.unit.minutes')}
            empty={t('office.out.noLimit')}
            value={route.minutes ?? null}
            error={fault('minutes')}
            onChange={(minutes) => onChange({ minutes })}
          />
          <Figure
            label={t('office.out.callMinutes')}
            unit={t('office.unit.minutes')}
            empty={t('office.out.noLimit')}
            value={route.call_minutes ?? null}
            error={fault('call_minutes')}
            onChange={(call_minutes) => onChange({ call_minutes })}
          />
        </div>
        <Switch
          label={t('office.out.pin')}
          description={t('office.out.pinText')}
          checked={route.pin}
          onChange={(event) => onChange({ pin: event.currentTarget.checked })}
        />
      </fieldset>
    </div>
  );
}

function Bad({ text }: { text: string | null }) {
  return (
    <p role="alert" className={styles['bad']}>
      {text}
    </p>
  );
}

type ChipProps = { name: string; label: string; isOn: boolean; onFlip(): void };

function Chip({ name, label, isOn, onFlip }: ChipProps) {
  return (
    <label className={classes['chip']}>
      <input type="checkbox" name={name} checked={isOn} onChange={onFlip} />
      {label}
    </label>
  );
}

type LinesProps = Pick<Props, 'office' | 'route' | 'onChange'> & { fault: string | null };

function Lines({ office, route, fault, onChange }: LinesProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState('');
  const spare = office.lines.filter((line) => !route.lines.includes(line.id));
  return (
    <fieldset>
      <legend>{t('office.out.linesOf')}</legend>
      <Ordered
        label={t('office.out.linesOf')}
        items={route.lines.map((id) => {
          const line = office.lines.find((one) => one.id === id);
          return {
            id,
            name: line?.name ?? id,
            shown: (
              <span>
                {line?.name ?? id}{' '}
                <small>
                  {line?.operator}
                  {line?.paused && ` · ${t('office.out.paused')}`}
                </small>
              </span>
            ),
          };
        })}
        onMove={(from, to) => onChange({ lines: moved(route.lines, from, to) })}
        onRemove={(at) => onChange({ lines: route.lines.toSpliced(at, 1) })}
      />
      {fault && <Bad text={fault} />}
      {spare.length > 0 && (
        <div className={styles['add']}>
          <NativeSelect
            label={t('office.out.addLine')}
            value={chosen}
            onChange={(event) => setChosen(event.currentTarget.value)}
          >
            <option value="">{t('office.choose')}</option>
            {spare.map((line) => (
              <option key={line.id} value={line.id}>
                {line.name} · {line.operator}
              </option>
            ))}
          </NativeSelect>
          <Button
            variant="default"
            disabled={!chosen}
            onClick={() => {
              onChange({ lines: [...route.lines, chosen] });
              setChosen('');
            }}
          >
            {t('office.add')}
          </Button>
          <Button
            variant="subtle"
            onClick={() => onChange({ lines: [...route.lines, ...spare.map((line) => line.id)] })}
          >
            {t('office.out.allLines')}
          </Button>
        </div>
      )}
      {route.lines.length > 1 && (
        <div className={styles['pair']}>
          <NativeSelect
            label={t('office.out.order')}
            description={t(`office.lineOrder.${route.order}.text`)}
            value={route.order}
            onChange={(event) => onChange({ order: event.currentTarget.value as Route['order'] })}
          >
            {ORDERS.map((order) => (
              <option key={order} value={order}>
                {t(`office.lineOrder.${order}.name`)}
              </option>
            ))}
          </NativeSelect>
          <Switch
            label={t('office.out.sticky')}
            description={t('office.out.stickyText')}
            checked={route.sticky}
            onChange={(event) => onChange({ sticky: event.currentTarget.checked })}
          />
        </div>
      )}
    </fieldset>
  );
}

function Begins({ value, onChange }: { value: string[]; onChange(next: string[]): void }) {
  const { t } = useTranslation();
  const [text, setText] = useState<string | null>(null);
  const isBad = text !== null && readBegins(text) === null;
  return (
    <TextInput
      label={t('office.out.pattern')}
      description={t('office.out.patternText')}
      placeholder="+37517, +375 29 666"
      maxLength={300}
      value={text ?? value.join(', ')}
      error={isBad ? t('office.out.badPattern') : null}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        const read = readBegins(typed);
        if (read) onChange(read);
      }}
      onBlur={() => {
        if (!isBad) setText(null);
      }}
    />
  );
}

type CountriesProps = {
  codes: Dialling['codes'];
  chosen: string[];
  empty: string;
  onChange(next: string[]): void;
};

/** Countries by their calling codes, named in the person's language. */
export function Countries({ codes, chosen, empty, onChange }: CountriesProps) {
  const { t } = useTranslation();
  const { language } = usePlace();
  const names = new Intl.DisplayNames([language], { type: 'region' });
  const nameOf = (code: string) => {
    const found = codes.find((one) => one.code === code);
    return found ? `${names.of(found.region)} +${code}` : `+${code}`;
  };
  const spare = codes
    .filter((one) => !chosen.includes(one.code))
    .map((one) => ({ code: one.code, name: nameOf(one.code) }))
    .sort((a, b) => a.name.localeCompare(b.name, language));
  return (
    <div className={classes['countries']}>
      <NativeSelect
        label={t('office.out.countries')}
        value=""
        onChange={(event) => {
          const code = event.currentTarget.value;
          if (code) onChange([...chosen, code]);
        }}
      >
        <option value="">{t('office.out.addCountry')}</option>
        {spare.map((one) => (
          <option key={one.code} value={one.code}>
            {one.name}
          </option>
        ))}
      </NativeSelect>
      <div className={classes['chips']}>
        {chosen.length === 0 && <small className="v-mute">{empty}</small>}
        {chosen.map((code) => (
          <button
            key={code}
            type="button"
            className={classes['chip']}
            aria-label={t('office.order.remove', { what: nameOf(code) })}
            onClick={() => onChange(chosen.filter((one) => one !== code))}
          >
            {nameOf(code)} <span aria-hidden="true">×</span>
          </button>
        ))}
      </div>
    </div>
  );
}
