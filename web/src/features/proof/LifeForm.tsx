import { useTranslation } from 'react-i18next';
import type { InboundScheme } from '@/api/proof';
import type { Office } from '@/api/types';
import { now } from '@/ui/clock';
import { prettyNumber } from '@/ui/phone';
import { usePlace } from '@/ui/place';
import { CaseClient } from './CaseClient';
import { Chips, Field } from './CaseFields';
import { CaseMore } from './CaseMore';
import { CaseLines, CasePeople } from './CaseWorld';
import { type Case, linesInto, MOMENTS, presetMoment, presetsOf, withPreset } from './cases';
import classes from './LifeForm.module.css';

type Props = {
  asked: Case;
  onAsk: (asked: Case) => void;
  office: Office;
  /** The scheme that the call shall come into; null: whichever its line has. */
  scheme: InboundScheme | null;
};

/** Who calls, when, and how the world stands then. */
export function LifeForm({ asked, onAsk, office, scheme }: Props) {
  const { t } = useTranslation();
  const { zone } = usePlace();
  const set = (change: Partial<Case>) => onAsk({ ...asked, ...change });
  const into = linesInto(office, scheme?.id ?? null);
  const others = (office.lines ?? []).filter((line) => !into.includes(line));
  const line = office.lines?.find((one) => one.id === asked.line);
  const numbers = line?.kind === 'trunk' ? (line.numbers ?? []) : [];
  return (
    <div className={classes['form']}>
      <Chips label={t('proof.case.ready')}>
        {MOMENTS.map((moment) => (
          <button key={moment} type="button" onClick={() => set(presetMoment(moment, now(), zone))}>
            {t(`proof.case.moment.${moment}`)}
          </button>
        ))}
        {presetsOf(office).map((preset) => (
          <button
            key={preset.what === 'gateway' ? preset.id : preset.what}
            type="button"
            onClick={() => onAsk(withPreset(asked, preset, office, scheme?.id ?? null))}
          >
            {preset.what === 'gateway'
              ? t('proof.case.gatewayDead', { name: preset.name })
              : t(`proof.case.preset.${preset.what}` as 'proof.case.preset.quiet')}
          </button>
        ))}
      </Chips>
      <div className={classes['fields']}>
        <Field label={t('proof.case.caller')} isRow>
          {(id) => (
            <input
              id={id}
              value={asked.caller}
              maxLength={40}
              placeholder={t('proof.case.hidden')}
              autoComplete="off"
              onChange={(event) => set({ caller: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field label={t('proof.case.line')} isRow>
          {(id) => (
            <select
              id={id}
              value={asked.line}
              onChange={(event) => set({ line: event.currentTarget.value, number: '' })}
            >
              <optgroup label={t(scheme ? 'proof.case.intoThis' : 'proof.case.lines')}>
                {into.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                  </option>
                ))}
              </optgroup>
              {others.length > 0 && (
                <optgroup label={t('proof.case.intoOther')}>
                  {others.map((one) => (
                    <option key={one.id} value={one.id}>
                      {one.name}
                    </option>
                  ))}
                </optgroup>
              )}
            </select>
          )}
        </Field>
        {numbers.length > 1 && (
          <Field label={t('proof.case.number')} isRow>
            {(id) => (
              <select
                id={id}
                value={asked.number}
                onChange={(event) => set({ number: event.currentTarget.value })}
              >
                <option value="">{prettyNumber(numbers[0] ?? '')}</option>
                {numbers.slice(1).map((one) => (
                  <option key={one} value={one}>
                    {prettyNumber(one)}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <Field label={t('proof.case.day')} isRow>
          {(id) => (
            <span className={classes['when']}>
              <input
                id={id}
                type="date"
                required
                value={asked.day}
                onChange={(event) => set({ day: event.currentTarget.value })}
              />
              <input
                type="time"
                required
                aria-label={t('proof.case.time')}
                value={asked.time}
                onChange={(event) => set({ time: event.currentTarget.value })}
              />
            </span>
          )}
        </Field>
        <Field label={t('proof.case.keys')} isRow>
          {(id) => (
            <input
              id={id}
              value={asked.keys}
              maxLength={60}
              placeholder={t('proof.case.keysHint')}
              autoComplete="off"
              aria-invalid={!/^[0-9*# ,]*$/.test(asked.keys)}
              onChange={(event) => set({ keys: event.currentTarget.value })}
            />
          )}
        </Field>
        {!/^[0-9*# ,]*$/.test(asked.keys) && (
          <p role="alert" className={classes['wrong']}>
            {t('proof.case.keysWrong')}
          </p>
        )}
      </div>
      <CaseClient {...{ asked, set, office }} />
      <CasePeople {...{ asked, set, office }} />
      <CaseLines {...{ asked, set, office }} />
      <CaseMore asked={asked} set={set} scheme={scheme} />
    </div>
  );
}
