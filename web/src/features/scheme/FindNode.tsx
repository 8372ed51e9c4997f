import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Constructor.module.css';
import type { Scheme } from './graph';
import type { Kinds } from './kinds';
import type { Marks } from './marks';
import { labelOf } from './summary';
import type { Things } from './things';

type Props = {
  scheme: Scheme;
  kinds: Kinds;
  things: Things;
  marks: Marks;
  onFound: (node: string) => void;
};

/** Finds nodes by any word on them: the others grow faint, Enter goes from one to the next. */
export function FindNode({ scheme, kinds, things, marks, onFound }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(-1);
  const foundBy = (text: string): string[] => {
    const asked = text.trim().toLowerCase();
    if (asked === '') return [];
    return Object.keys(scheme.nodes).filter((id) =>
      `${id} ${labelOf(scheme.nodes, id, kinds, things, t)}`.toLowerCase().includes(asked),
    );
  };
  const found = foundBy(typed);
  const type = (text: string) => {
    setTyped(text);
    setAt(-1);
    marks.show({ found: text.trim() === '' ? null : new Set(foundBy(text)) });
  };
  return (
    <search className={classes['find']}>
      <input
        type="search"
        value={typed}
        placeholder={t('scheme.findNode')}
        aria-label={t('scheme.findNode')}
        onChange={(event) => type(event.currentTarget.value)}
        onBlur={() => marks.show({ found: null })}
        onFocus={() => type(typed)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') type('');
          if (event.key !== 'Enter' || found.length === 0) return;
          event.preventDefault();
          const next = (at + 1) % found.length;
          setAt(next);
          onFound(found[next] ?? '');
        }}
      />
      {typed.trim() !== '' && (
        <span className={classes['count']} role="status">
          {found.length === 0
            ? t('scheme.notFound')
            : at < 0
              ? found.length
              : `${at + 1}/${found.length}`}
        </span>
      )}
    </search>
  );
}
