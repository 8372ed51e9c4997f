import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { InboundScheme } from '@/api/proof';
import { Field, Fold } from './CaseFields';
import { hooksOf, type PartProps } from './cases';

type MoreProps = Omit<PartProps, 'office'> & { scheme: InboundScheme | null };

/** Patience, who waits before him, and what programs of the company say. */
export function CaseMore({ asked, set, scheme }: MoreProps) {
  const { t } = useTranslation();
  const hooks = hooksOf(scheme);
  const hasQueue = Object.values(scheme?.nodes ?? {}).some((one) => one.kind === 'queue');
  const told = [
    asked.patience
      ? t('proof.case.patienceTold', { seconds: asked.patience })
      : t('proof.case.patient'),
  ];
  return (
    <Fold title={t('proof.case.more')} told={told.join(', ')}>
      <TextInput
        size="xs"
        inputMode="numeric"
        label={t('proof.case.patience')}
        description={t('proof.case.patienceHint')}
        inputWrapperOrder={['label', 'input', 'description']}
        value={asked.patience}
        maxLength={4}
        error={
          /^\d{0,4}$/.test(asked.patience.trim()) && Number(asked.patience) <= 7200
            ? null
            : t('proof.case.patienceWrong')
        }
        onChange={(event) => set({ patience: event.currentTarget.value })}
      />
      {(hasQueue || !scheme) && (
        <Field label={t('proof.case.queue')} isRow>
          {(id) => (
            <input
              id={id}
              type="number"
              min={0}
              max={200}
              value={asked.queue}
              onChange={(event) =>
                set({ queue: Math.min(200, Math.max(0, event.currentTarget.valueAsNumber || 0)) })
              }
            />
          )}
        </Field>
      )}
      {hooks.map(({ url, branches }) => (
        <Field key={url} label={t('proof.case.hook', { url })}>
          {(id) => (
            <select
              id={id}
              value={asked.hooks[url] ?? ''}
              onChange={(event) =>
                set({ hooks: { ...asked.hooks, [url]: event.currentTarget.value } })
              }
            >
              <option value="">{t('proof.case.hookSilent')}</option>
              {branches.map((branch) => (
                <option key={branch} value={branch}>
                  {branch}
                </option>
              ))}
            </select>
          )}
        </Field>
      ))}
    </Fold>
  );
}
