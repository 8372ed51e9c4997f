import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import classes from './Proof.module.css';

type Props<T extends string> = {
  label: string;
  id: string;
  tabs: readonly { tab: T; words: string; mark?: ReactNode }[];
  chosen: T;
  onChoose: (tab: T) => void;
};

/** Tabs of a panel: arrows walk along them (WAI-ARIA, automatic activation). */
export function TabRow<T extends string>({ label, id, tabs, chosen, onChoose }: Props<T>) {
  const row = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex((one) => one.tab === chosen);
    const next = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at + tabs.length - 1) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    }[event.key];
    const tab = next === undefined ? undefined : tabs[next]?.tab;
    if (next === undefined || tab === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onChoose(tab);
    const button = row.current?.children[next];
    if (button instanceof HTMLElement) button.focus();
  };
  return (
    <div className={classes['tabs']} role="tablist" aria-label={label} ref={row}>
      {tabs.map(({ tab, words, mark }) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`${id}-${tab}`}
          aria-selected={tab === chosen}
          aria-controls={`${id}-panel`}
          tabIndex={tab === chosen ? 0 : -1}
          onClick={() => onChoose(tab)}
          onKeyDown={onKeyDown}
        >
          {words}
          {mark}
        </button>
      ))}
    </div>
  );
}
