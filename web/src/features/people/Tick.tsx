import type { ReactNode } from 'react';
import classes from './People.module.css';

type Props = {
  label: ReactNode;
  note?: string;
  checked: boolean;
  disabled?: boolean;
  onChange(checked: boolean): void;
};

/** A box to tick: the browser's own, so that no page pays for another set of styles. */
export function Tick({ label, note, checked, disabled = false, onChange }: Props) {
  return (
    <label className={classes['tick']}>
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        {label}
        {note && <small>{note}</small>}
      </span>
    </label>
  );
}
