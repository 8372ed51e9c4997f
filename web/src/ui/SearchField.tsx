import { useRef } from 'react';
import { Icon } from './Icon';
import { Key } from './Key';
import { useKeys } from './keys';
import classes from './SearchField.module.css';

type Props = Omit<React.ComponentProps<'input'>, 'onChange' | 'value'> & {
  label: string;
  value: string;
  onChange(value: string): void;
};

/** A search field that `/` goes to. */
export function SearchField({ label, value, onChange, ...rest }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useKeys({
    Slash: () => {
      field.current?.focus();
      field.current?.select();
    },
  });
  return (
    <div className={classes['field']}>
      <Icon name="search" size={17} />
      <input
        ref={field}
        type="search"
        autoComplete="off"
        spellCheck={false}
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        {...rest}
      />
      {!value && <Key>/</Key>}
    </div>
  );
}
