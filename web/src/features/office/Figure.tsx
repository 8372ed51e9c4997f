import { TextInput } from '@mantine/core';
import { useState } from 'react';
import classes from './Office.module.css';

type Props = {
  label: string;
  /** Words after the figure: its unit. */
  unit: string;
  /** NaN: what is typed is no figure. */
  value: number | null;
  onChange(value: number | null): void;
  hint?: string;
  /** May be left empty; what that means. */
  empty?: string;
  error?: string | null;
  disabled?: boolean;
};

/** A whole figure with its unit; what is typed and is none stays in sight. */
export function Figure({ label, unit, value, onChange, hint, empty, error, disabled }: Props) {
  const [text, setText] = useState(() => shown(value));
  const [last, setLast] = useState(value);
  if (!Object.is(value, last)) {
    setLast(value);
    if (!Number.isNaN(value)) setText(shown(value));
  }
  return (
    <TextInput
      className={classes['figure'] ?? ''}
      label={label}
      inputMode="numeric"
      maxLength={6}
      value={text}
      disabled={disabled ?? false}
      placeholder={empty ?? ''}
      {...(hint ? { description: hint } : {})}
      error={error}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        const next = read(typed, empty !== undefined);
        setLast(next);
        onChange(next);
      }}
      rightSection={<span className="v-mute">{unit}</span>}
      rightSectionWidth={Math.max(34, unit.length * 9 + 14)}
      rightSectionPointerEvents="none"
    />
  );
}

const shown = (value: number | null) =>
  value === null || Number.isNaN(value) ? '' : String(value);

function read(text: string, isOptional: boolean): number | null {
  const clean = text.trim();
  if (clean === '' && isOptional) return null;
  return /^\d{1,6}$/.test(clean) ? Number(clean) : Number.NaN;
}

/** Whether a figure is one, between two bounds. */
export function isBetween(value: number | null | undefined, least: number, most: number): boolean {
  return value === null || value === undefined || (value >= least && value <= most);
}
