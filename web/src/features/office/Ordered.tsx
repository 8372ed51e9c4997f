import { ActionIcon } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/ui/Icon';
import classes from './Ordered.module.css';

export type OrderedItem = { id: string; name: string; shown: ReactNode };

type Props = {
  label: string;
  items: OrderedItem[];
  onMove(from: number, to: number): void;
  onRemove(at: number): void;
};

/** Things in their order: dragged, or moved with the arrows of a row (Alt and an arrow, too). */
export function Ordered({ label, items, onMove, onRemove }: Props) {
  const { t } = useTranslation();
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const move = (from: number, to: number) => {
    if (to < 0 || to >= items.length || from === to) return;
    onMove(from, to);
    // The keyboard stays with the row that it moves.
    requestAnimationFrame(() =>
      list.current?.querySelectorAll<HTMLElement>('[data-grip]')[to]?.focus(),
    );
  };
  const onKey = (event: KeyboardEvent, at: number) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step) {
      event.preventDefault();
      move(at, at + step);
    } else if (event.key === 'Delete') {
      event.preventDefault();
      onRemove(at);
    }
  };
  const end = () => {
    setDragged(null);
    setOver(null);
  };
  return (
    <ol ref={list} className={classes['list']} aria-label={label}>
      {items.map((item, at) => (
        <li
          key={item.id}
          data-over={over === at && dragged !== at}
          data-dragged={dragged === at}
          draggable
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = 'move';
            event.dataTransfer.setData('text/plain', item.name);
            setDragged(at);
          }}
          onDragOver={(event) => {
            if (dragged === null) return;
            event.preventDefault();
            setOver(at);
          }}
          onDrop={(event) => {
            event.preventDefault();
            if (dragged !== null) onMove(dragged, at);
            end();
          }}
          onDragEnd={end}
        >
          <button
            type="button"
            data-grip
            className={classes['grip']}
            aria-label={t('office.order.grip', { what: item.name, at: at + 1 })}
            title={t('office.order.hint')}
            onKeyDown={(event) => onKey(event, at)}
          >
            {at + 1}
          </button>
          <div className={classes['shown']}>{item.shown}</div>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('office.order.up', { what: item.name })}
            disabled={at === 0}
            onClick={() => onMove(at, at - 1)}
          >
            <span aria-hidden="true">↑</span>
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('office.order.down', { what: item.name })}
            disabled={at === items.length - 1}
            onClick={() => onMove(at, at + 1)}
          >
            <span aria-hidden="true">↓</span>
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('office.order.remove', { what: item.name })}
            onClick={() => onRemove(at)}
          >
            <Icon name="close" size={15} />
          </ActionIcon>
        </li>
      ))}
    </ol>
  );
}

export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, at) => at !== from);
  const thing = list[from];
  return thing === undefined ? [...list] : rest.toSpliced(to, 0, thing);
}
