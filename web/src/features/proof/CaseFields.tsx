import { type ReactNode, useId } from 'react';
import classes from './LifeForm.module.css';

/** Part of a case that is closed till it is wanted; `told` says what stands in it. */
export function Fold({
  title,
  told,
  children,
}: {
  title: string;
  told: string;
  children: ReactNode;
}) {
  return (
    <details className={classes['fold']}>
      <summary>
        <span>{title}</span>
        <small>{told}</small>
      </summary>
      <div>{children}</div>
    </details>
  );
}

type FieldProps = { label: string; isRow?: boolean; children: (id: string) => ReactNode };

/** A labelled field; `children` is given the id that its label is for. */
export function Field({ label, isRow, children }: FieldProps) {
  const id = useId();
  return (
    <div className={classes[isRow ? 'row' : 'field']}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}

type ChipsProps = { label: string; children: ReactNode };

/** Ready answers, one click each. */
export function Chips({ label, children }: ChipsProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div className={classes['chips']} role="group" aria-label={label}>
      {children}
    </div>
  );
}
