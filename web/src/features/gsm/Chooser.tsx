import classes from './Section.module.css';

type Props<T extends string> = {
  label: string;
  value: T;
  options: { value: T; label: string }[];
  onChange(value: T): void;
};

/** One of a few, as a row of words that scrolls sideways on a narrow screen. */
export function Chooser<T extends string>({ label, value, options, onChange }: Props<T>) {
  return (
    <fieldset className={classes['chooser']} aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
