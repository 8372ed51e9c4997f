import { Textarea, TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { prettyNumber } from '@/ui/phone';
import { isChosen } from '../fresh';
import { keepTyped, readTyped } from '../unfinished';
import { bare, type Fault, faultOf } from '../values';
import { useForm } from './context';
import type { FieldProps } from './Field';

/** A value that is typed: text, a number with its unit, a phone number, a clock, an address. What
 * is no value yet stays in the field, with what is wrong beside it, and is not saved. */
export function TypedField({ path, place, form: given, value, onChange }: FieldProps) {
  const { t } = useTranslation();
  const { kind, scheme, node, readOnly } = useForm();
  const { form, nullable } = bare(given);
  const [text, setText] = useState<string | null>(() => readTyped(scheme, node, place));
  const [told, setTold] = useState(value);
  // Undone, or changed by another: what was typed for the value before has no meaning now.
  if (told !== value) {
    setTold(value);
    setText(null);
  }
  const pick = kind.picks[path];
  const unit = kind.units[path];
  const shown = text ?? shownOf(value, pick);
  const read = readText(shown, form.type === 'integer', pick, nullable);
  const fault = text === null && !isChosen(value) ? null : faultOf(read, given);
  useEffect(() => {
    keepTyped(scheme, node, place, text !== null && fault ? text : null);
  }, [scheme, node, place, text, fault]);
  const type = (next: string) => {
    setText(next);
    const meant = readText(next, form.type === 'integer', pick, nullable);
    if (faultOf(meant, given) === null) {
      setTold(meant);
      onChange(meant);
    }
  };
  const usual = {
    label: form.title,
    description: form.description,
    value: shown,
    readOnly,
    error: fault && shown !== '' ? wordsOf(fault, pick, t) : fault && t('scheme.bad.missing'),
    onBlur: () => fault === null && setText(null),
  };
  if (pick === 'text') {
    return (
      <Textarea
        {...usual}
        rows={4}
        maxLength={form.maxLength}
        onChange={(event) => type(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      {...usual}
      placeholder={pick === 'phone' ? '+375 29 123-45-67' : pick === 'url' ? 'https://' : ''}
      inputMode={form.type === 'integer' ? 'numeric' : pick === 'phone' ? 'tel' : 'text'}
      maxLength={form.maxLength}
      rightSection={unit ? t(`scheme.unit.${unit}`) : null}
      rightSectionWidth={unit ? 64 : undefined}
      rightSectionPointerEvents="none"
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}

function shownOf(value: unknown, pick: string | undefined): string {
  if (value === null || value === undefined || !isChosen(value)) return '';
  return pick === 'phone' ? prettyNumber(String(value)) : String(value);
}

/** What the text means; what cannot be read comes back as it is, and is refused. */
function readText(
  text: string,
  isNumber: boolean,
  pick: string | undefined,
  nullable: boolean,
): unknown {
  const trimmed = text.trim();
  if (trimmed === '' && nullable) return null;
  if (isNumber) return /^-?\d+$/.test(trimmed) ? Number(trimmed) : Number.NaN;
  if (pick === 'phone') return readPhone(trimmed);
  if (pick === 'prefix') return trimmed.replace(/[\s()-]/g, '');
  if (pick === 'clock') return readClock(trimmed);
  return pick === 'text' ? text : trimmed;
}

/** `8 029 123-45-67` and `375 29…` are what people write for `+375291234567`. */
export function readPhone(text: string): string {
  const digits = text.replace(/[\s().-]/g, '');
  if (/^80\d{9}$/.test(digits)) return `+375${digits.slice(2)}`;
  return /^375\d{9}$/.test(digits) ? `+${digits}` : digits;
}

/** `9` and `9:30` are what people write for `09:00` and `09:30`. */
export function readClock(text: string): string {
  const found = /^(\d{1,2})(?:[:.](\d{1,2}))?$/.exec(text);
  return found ? `${found[1]?.padStart(2, '0')}:${(found[2] ?? '00').padStart(2, '0')}` : text;
}

function wordsOf(fault: Fault, pick: string | undefined, t: TFunction): string {
  if (fault.code === 'pattern') {
    if (pick === 'phone' || pick === 'prefix') return t('scheme.bad.phone');
    if (pick === 'clock') return t('scheme.bad.clock');
    if (pick === 'url') return t('scheme.bad.url');
    return t('scheme.bad.pattern');
  }
  if (fault.code === 'range')
    return t('scheme.bad.range', { least: fault.least, most: fault.most });
  if (fault.code === 'long') return t('scheme.bad.long', { most: fault.most });
  if (fault.code === 'number') return t('scheme.bad.number');
  return t('scheme.bad.missing');
}
