import { useTranslation } from 'react-i18next';
import { Field, Fold } from './CaseFields';
import { LINE_STATES, type PartProps, STATES } from './cases';

/** Who is at work, and what his phone does. */
export function CasePeople({ asked, set, office }: PartProps) {
  const { t } = useTranslation();
  const people = office.people ?? [];
  const told = STATES.flatMap((state) => {
    const count = people.filter(
      (one) => (asked.people[one.extension] ?? 'silent') === state,
    ).length;
    return count > 0 ? [`${t(`proof.case.state.${state}`)}: ${count}`] : [];
  });
  return (
    <Fold title={t('proof.case.people')} told={told.join(', ')}>
      {people.map((one) => (
        <Field key={one.extension} label={`${one.name} ${one.extension}`} isRow>
          {(id) => (
            <select
              id={id}
              value={asked.people[one.extension] ?? 'silent'}
              onChange={(event) => {
                const state = STATES.find((each) => each === event.currentTarget.value);
                set({ people: { ...asked.people, [one.extension]: state ?? 'silent' } });
              }}
            >
              {STATES.map((state) => (
                <option key={state} value={state}>
                  {t(`proof.case.state.${state}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
      ))}
    </Fold>
  );
}

/** Which lines are taken or down then. */
export function CaseLines({ asked, set, office }: PartProps) {
  const { t } = useTranslation();
  const told = LINE_STATES.flatMap((state) => {
    const count = Object.values(asked.lines).filter((one) => one === state).length;
    return count > 0 ? [`${t(`proof.case.lineState.${state}`)}: ${count}`] : [];
  });
  return (
    <Fold
      title={t('proof.case.linesThen')}
      told={told.join(', ') || t('proof.case.lineState.allFree')}
    >
      {office.lines?.map((line) => (
        <Field key={line.id} label={line.name} isRow>
          {(id) => (
            <select
              id={id}
              value={asked.lines[line.id] ?? 'free'}
              onChange={(event) => {
                const { [line.id]: _, ...rest } = asked.lines;
                const state = LINE_STATES.find((each) => each === event.currentTarget.value);
                set({ lines: state ? { ...rest, [line.id]: state } : rest });
              }}
            >
              <option value="free">{t('proof.case.lineState.free')}</option>
              {LINE_STATES.map((state) => (
                <option key={state} value={state}>
                  {t(`proof.case.lineState.${state}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
      ))}
    </Fold>
  );
}
