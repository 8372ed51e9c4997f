import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DRAGGED } from './Canvas';
import type { Kind, Kinds } from './kinds';
import classes from './Palette.module.css';

type Props = {
  kinds: Kinds;
  onAdd: (kind: Kind) => void;
  /** Over a loose wire: nothing is dragged from here, and the search field waits for letters. */
  isOffer?: boolean;
};

/** Kinds of nodes by what they are for: dragged onto the canvas, or added by click or Enter. */
export function Palette({ kinds, onAdd, isOffer = false }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const found = [...kinds.values()].filter(
    (kind) =>
      kind.group !== 'start' &&
      `${kind.name} ${kind.about}`.toLowerCase().includes(typed.trim().toLowerCase()),
  );
  const groups = [...new Set(found.map((kind) => kind.group))];
  return (
    <div className={classes['palette']}>
      <input
        className={classes['search']}
        type="search"
        placeholder={t('scheme.findKind')}
        aria-label={t('scheme.findKind')}
        value={typed}
        // biome-ignore lint/a11y/noAutofocus: it has come where the wire was let go
        autoFocus={isOffer}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = found;
          if (event.key !== 'Enter' || !first) return;
          event.preventDefault();
          onAdd(first);
        }}
      />
      {groups.map((group) => {
        const own = found.filter((kind) => kind.group === group);
        return (
          <section key={group} aria-label={own[0]?.group_name}>
            <h2>{own[0]?.group_name}</h2>
            {own.map((kind) => (
              <button
                key={kind.kind}
                type="button"
                className={classes['kind']}
                data-group={group}
                title={kind.about}
                draggable={!isOffer}
                onDragStart={(event) => {
                  event.dataTransfer.setData(DRAGGED, kind.kind);
                  event.dataTransfer.effectAllowed = 'copy';
                }}
                onClick={() => onAdd(kind)}
              >
                <span className={classes['dot']} />
                {kind.name}
              </button>
            ))}
          </section>
        );
      })}
      {found.length === 0 && <p className={classes['none']}>{t('scheme.noKind')}</p>}
    </div>
  );
}
