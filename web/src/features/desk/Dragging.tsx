import { notifications } from '@mantine/notifications';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveCall } from '@/api/types';
import { useLiveStore, useMe } from '@/app/context';
import { useCommand } from '@/features/command/run';
import { type Goal, isMovable, type Move, type Mover, moveOf } from '@/live/moves';
import { nameOf } from '@/ui/party';
import { prettyNumber } from '@/ui/phone';
import classes from './Dragging.module.css';
import { useRefusals } from './deeds';

/** A hand must move so far, pixels, or a finger rest so long, milliseconds, before it drags. */
const FAR = 6;
const LONG = 350;
/** The chip stays on the screen, pixels. */
const WIDE = 272;

type Dragged = { call: LiveCall; x: number; y: number; over: HTMLElement | null };
type Props = { onAsk(call: LiveCall, extension: string, to: string): void };

function goalOf(place: HTMLElement): Goal {
  const { drop, number = '', name = '', slot = '' } = place.dataset;
  if (drop === 'slot') return { kind: 'slot', slot };
  if (drop === 'number') return { kind: 'number', number };
  return { kind: 'person', number, name };
}

function placeAt(x: number, y: number): HTMLElement | null {
  return document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-drop]') ?? null;
}

/**
 * Drags calls of the desk onto its people, parking slots and number field: elements tell what they
 * are by `data-call` and `data-drop`. Nothing is done before the drop, and a refused drop says why.
 */
export default function Dragging({ onAsk }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const store = useLiveStore();
  const run = useCommand();
  const refused = useRefusals();
  const [dragged, setDragged] = useState<Dragged | null>(null);

  const mover = (): Mover => ({
    extension: me.extension,
    isHead: me.role !== 'employee',
    people: store.get().board?.people ?? [],
    calls: store.get().board?.calls ?? [],
  });
  const callOf = (linkedId: string | undefined) =>
    mover().calls.find((call) => call.linked_id === linkedId) ?? null;
  const whoOf = (goal: Goal): string =>
    goal.kind === 'person'
      ? goal.name || goal.number
      : goal.kind === 'number'
        ? prettyNumber(goal.number)
        : goal.slot;
  const reason = (move: Move & { kind: 'refuse' }, goal: Goal) =>
    t(`desk.not.${move.why}`, { who: whoOf(goal), slot: whoOf(goal) });

  const drop = (linkedId: string, place: HTMLElement) => {
    const goal = goalOf(place);
    const fail = (message: string) =>
      notifications.show({
        title: t('desk.not.title'),
        message,
        color: 'red',
        autoClose: 8000,
        role: 'alert',
      });
    // The call as it stands now: it may be over, or another's, since the drag began.
    const call = callOf(linkedId);
    if (!call) {
      fail(t('command.refused.no_such_call'));
      return;
    }
    const move = moveOf(call, goal, mover());
    if (move.kind === 'refuse') fail(reason(move, goal));
    else if (move.kind === 'ask') onAsk(call, move.extension, move.to);
    else {
      const who = whoOf(goal);
      const client = nameOf(call.client, t);
      const extension = me.extension ?? '';
      const words = {
        transfer: { doing: t('transfer.doing', { who }), done: t('transfer.done', { who }) },
        park: { doing: t('parking.parking'), done: t('parking.parked') },
        take: {
          doing: t('parking.taking', {
            extension: goal.kind === 'person' ? goal.number : '',
            who: client,
          }),
          done: t('parking.taken', { who: client }),
        },
        pickUp: {
          doing: t('pickUp.doing', { extension, who: client }),
          done: t('pickUp.done', { who: client }),
        },
        answer: { doing: t('desk.answering', { extension }), done: t('desk.answered') },
      }[move.what];
      void run(move.action, {
        ...words,
        refused: (code, facts) =>
          code === 'by_hand' ? t('desk.byHand', { extension }) : refused(code, facts),
      });
    }
  };

  const latest = useRef({ drop, callOf, mover });
  latest.current = { drop, callOf, mover };

  useEffect(() => {
    let from: { linkedId: string; x: number; y: number; pointer: number } | null = null;
    let isOn = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const begin = () => {
      if (!from) return;
      const call = latest.current.callOf(from.linkedId);
      if (!call || !isMovable(call, latest.current.mover())) {
        from = null;
        return;
      }
      isOn = true;
      document.body.dataset['dragging'] = 'call';
      setDragged({ call, x: from.x, y: from.y, over: null });
    };
    const end = () => {
      clearTimeout(timer);
      from = null;
      isOn = false;
      delete document.body.dataset['dragging'];
      mark(null);
      setDragged(null);
    };
    const mark = (place: HTMLElement | null) => {
      for (const one of document.querySelectorAll('[data-over]')) one.removeAttribute('data-over');
      place?.setAttribute('data-over', 'true');
    };
    const down = (event: PointerEvent) => {
      if (event.button !== 0 || !(event.target instanceof Element)) return;
      const source = event.target.closest<HTMLElement>('[data-call]');
      const linkedId = source?.dataset['call'];
      if (!linkedId) return;
      from = { linkedId, x: event.clientX, y: event.clientY, pointer: event.pointerId };
      if (event.pointerType === 'touch') timer = setTimeout(begin, LONG);
    };
    const move = (event: PointerEvent) => {
      if (!from || event.pointerId !== from.pointer) return;
      const far = Math.hypot(event.clientX - from.x, event.clientY - from.y) > FAR;
      if (!isOn) {
        if (!far) return;
        // A finger that moves before it rested scrolls the page.
        if (event.pointerType === 'touch') return end();
        begin();
        if (!isOn) return;
      }
      event.preventDefault();
      const place = placeAt(event.clientX, event.clientY);
      mark(place);
      setDragged((before) =>
        before ? { ...before, x: event.clientX, y: event.clientY, over: place } : before,
      );
    };
    const up = (event: PointerEvent) => {
      if (!from || event.pointerId !== from.pointer) return;
      const { linkedId } = from;
      const wasOn = isOn;
      const place = wasOn ? placeAt(event.clientX, event.clientY) : null;
      end();
      if (!wasOn) return;
      // The button under the hand must not take the drop for a click.
      const swallow = (click: MouseEvent) => {
        click.stopPropagation();
        click.preventDefault();
      };
      addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener('click', swallow, { capture: true }), 50);
      if (place) latest.current.drop(linkedId, place);
    };
    const key = (event: KeyboardEvent) => {
      if (!isOn || event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      end();
    };
    const hold = (event: TouchEvent) => {
      if (isOn) event.preventDefault();
    };
    const still = (event: Event) => {
      if (isOn || from) event.preventDefault();
    };
    document.addEventListener('pointerdown', down);
    document.addEventListener('pointermove', move);
    document.addEventListener('pointerup', up);
    document.addEventListener('pointercancel', end);
    document.addEventListener('keydown', key, { capture: true });
    document.addEventListener('touchmove', hold, { passive: false });
    document.addEventListener('dragstart', still);
    return () => {
      end();
      document.removeEventListener('pointerdown', down);
      document.removeEventListener('pointermove', move);
      document.removeEventListener('pointerup', up);
      document.removeEventListener('pointercancel', end);
      document.removeEventListener('keydown', key, { capture: true });
      document.removeEventListener('touchmove', hold);
      document.removeEventListener('dragstart', still);
    };
  }, []);

  if (!dragged) return null;
  const goal = dragged.over ? goalOf(dragged.over) : null;
  const fresh = callOf(dragged.call.linked_id) ?? dragged.call;
  const next = goal ? moveOf(fresh, goal, mover()) : null;
  const what =
    goal === null || next === null
      ? t('desk.drop.nowhere')
      : next.kind === 'refuse'
        ? reason(next, goal)
        : next.kind === 'ask'
          ? t('desk.drop.ask')
          : t(`desk.drop.${next.what}`, { who: whoOf(goal), slot: whoOf(goal) });
  return (
    <div
      className={classes['chip']}
      data-refused={next?.kind === 'refuse'}
      style={{
        transform: `translate(${Math.min(dragged.x + 14, innerWidth - WIDE)}px, ${dragged.y + 10}px)`,
      }}
      role="status"
      data-testid="dragged"
    >
      <b>{nameOf(dragged.call.client, t)}</b>
      <span>{what}</span>
    </div>
  );
}
