import { type ReactNode, useId } from 'react';

type Props = { title: string; note?: ReactNode; className?: string; children: ReactNode };

/** A card of a page with its heading. */
export function Panel({ title, note, className, children }: Props) {
  const id = useId();
  return (
    <section className={`v-card ${className ?? ''}`} aria-labelledby={id}>
      <div className="v-head">
        <h2 id={id}>{title}</h2>
        {note && <small>{note}</small>}
      </div>
      {children}
    </section>
  );
}
