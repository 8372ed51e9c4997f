import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';

type Props<T> = {
  items: T[];
  keyOf(item: T): string | number;
  /** Height of a row before it is measured, pixels. */
  estimate: number;
  render(item: T, index: number): ReactNode;
  /** Called when the end comes near. */
  onEnd?: (() => void) | undefined;
  label: string;
  /** Row to bring into sight; changes scroll. */
  active?: number;
  className?: string | undefined;
};

/** A list of any length that scrolls with the page and draws only what is in sight. */
export function WindowList<T>(props: Props<T>) {
  const { items, keyOf, estimate, render, onEnd, label, active, className } = props;
  const list = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      const box = list.current?.getBoundingClientRect();
      if (box) setTop(Math.round(box.top + window.scrollY));
    };
    measure();
    addEventListener('resize', measure);
    return () => removeEventListener('resize', measure);
  }, []);

  const rows = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => estimate,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
  });
  const drawn = rows.getVirtualItems();
  const last = drawn.at(-1)?.index ?? -1;

  useEffect(() => {
    if (onEnd && items.length > 0 && last >= items.length - 10) onEnd();
  }, [onEnd, last, items.length]);
  useEffect(() => {
    if (active !== undefined && active >= 0) rows.scrollToIndex(active, { align: 'auto' });
  }, [active, rows]);

  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by hand; ul would want li around
    <div
      ref={list}
      role="list"
      aria-label={label}
      className={className}
      style={{ position: 'relative', height: rows.getTotalSize() }}
    >
      {drawn.map((row) => {
        const item = items[row.index];
        if (item === undefined) return null;
        return (
          // biome-ignore lint/a11y/useSemanticElements: as above
          <div
            key={row.key}
            ref={rows.measureElement}
            data-index={row.index}
            role="listitem"
            aria-setsize={items.length}
            aria-posinset={row.index + 1}
            style={{
              position: 'absolute',
              top: 0,
              left: 0,
              width: '100%',
              transform: `translateY(${row.start - top}px)`,
            }}
          >
            {render(item, row.index)}
          </div>
        );
      })}
    </div>
  );
}
