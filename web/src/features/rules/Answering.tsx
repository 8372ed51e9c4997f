import { Switch, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Counted, useCount } from '@/features/sms/Counted';
import type { Texts } from './policy';
import classes from './Rules.module.css';

/** A text that goes out by itself: whether it does, and what it says. */
export function Answering({
  label,
  name,
  texts,
  change,
  isBad,
}: {
  label: string;
  name: string;
  texts: Texts;
  change: (field: string, text: string) => void;
  isBad: boolean;
}) {
  const { t } = useTranslation();
  const text = texts[`${name}.text`] ?? '';
  const count = useCount(text.trim());
  const isOn = texts[name] === 'true';
  return (
    <>
      <Switch
        label={label}
        description={t('rules.missed.why', { hours: Number(texts[`${name}.hours`]) })}
        checked={isOn}
        onChange={(event) => change(name, String(event.currentTarget.checked))}
      />
      {isOn && (
        <Textarea
          className={classes['field'] ?? ''}
          label={t('rules.missed.text')}
          placeholder={t('rules.missed.placeholder')}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={1000}
          value={text}
          onChange={(event) => change(`${name}.text`, event.currentTarget.value)}
          error={isBad ? t('rules.missed.empty') : null}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          description={text.trim() && count && <Counted count={count} />}
        />
      )}
    </>
  );
}
