/** The constructor by keyboard: walk along wires, open, remove, undo, copy and paste. */
import { type RefObject, useEffect, useRef } from 'react';
import { draft } from './draft';
import type { Scheme } from './graph';
import type { Kinds } from './kinds';
import type { Marks } from './marks';
import type { Constructor } from './useConstructor';
import { ARROWS, type Arrow, walk } from './walk';

type Asked = {
  page: RefObject<HTMLDivElement | null>;
  scheme: Scheme;
  kinds: Kinds;
  marks: Marks;
  chosen: { nodes: readonly string[]; wires: readonly string[] };
  isReadOnly: boolean;
  does: Constructor;
  onOpen: (node: string) => void;
  onClose: () => void;
  onFocus: (node: string) => void;
};

export function useKeyboard(asked: Asked): void {
  const now = useRef(asked);
  now.current = asked;
  const back = useRef<string | null>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => pressed(event, now.current, back);
    const copy = (event: ClipboardEvent) => copied(event, now.current);
    const cut = (event: ClipboardEvent) => {
      const { does, chosen, isReadOnly } = now.current;
      if (copied(event, now.current) && !isReadOnly) does.remove(chosen.nodes, []);
    };
    const paste = (event: ClipboardEvent) => {
      const { does, isReadOnly } = now.current;
      if (isReadOnly || isTyping(event.target)) return;
      if (does.paste(event.clipboardData?.getData('text/plain') ?? '')) event.preventDefault();
    };
    const leave = (event: BeforeUnloadEvent) => {
      if (draft.isUnsaved) event.preventDefault();
    };
    document.addEventListener('keydown', press);
    document.addEventListener('copy', copy);
    document.addEventListener('cut', cut);
    document.addEventListener('paste', paste);
    addEventListener('beforeunload', leave);
    return () => {
      document.removeEventListener('keydown', press);
      document.removeEventListener('copy', copy);
      document.removeEventListener('cut', cut);
      document.removeEventListener('paste', paste);
      removeEventListener('beforeunload', leave);
    };
  }, []);
}

function pressed(event: KeyboardEvent, asked: Asked, back: RefObject<string | null>): void {
  const { scheme, kinds, marks, chosen, isReadOnly, does } = asked;
  const isCommand = event.ctrlKey || event.metaKey;
  if (event.key === 'Escape') {
    asked.onClose();
    const { focus } = marks.get();
    if (focus) elementOf(focus)?.focus();
    return;
  }
  if (isTyping(event.target)) return;
  // By the place of the key: Z is another letter under a Cyrillic layout.
  if (isCommand && event.code === 'KeyZ' && !isReadOnly) {
    event.preventDefault();
    if (event.shiftKey) draft.redo();
    else draft.undo();
    return;
  }
  if (isCommand && event.code === 'KeyY' && !isReadOnly) {
    event.preventDefault();
    draft.redo();
    return;
  }
  const at = nodeUnder(event.target);
  if (isCommand && event.code === 'KeyA' && (at || event.target === document.body)) {
    event.preventDefault();
    does.select(Object.keys(scheme.nodes));
    return;
  }
  if ((event.key === 'Delete' || event.key === 'Backspace') && !isReadOnly && !isControl(event)) {
    // The node under the fingers goes, with the others that are chosen only if it is one of them.
    const nodes = at === null || chosen.nodes.includes(at) ? chosen.nodes : [at];
    if (nodes.length === 0 && (at !== null || chosen.wires.length === 0)) return;
    event.preventDefault();
    const next = nodes[0] ? nextAfter(scheme, nodes) : null;
    does.remove(nodes, at === null ? chosen.wires : []);
    asked.onClose();
    if (next) focusSoon(asked, next);
    return;
  }
  if (!at || !scheme.nodes[at]) return;
  if (event.key === 'Enter') {
    event.preventDefault();
    does.select([at]);
    asked.onOpen(at);
    setTimeout(() => firstField(asked.page.current)?.focus(), 30);
  } else if (event.key === ' ') {
    event.preventDefault();
    const others = chosen.nodes.filter((one) => one !== at);
    does.select(others.length < chosen.nodes.length ? others : [...chosen.nodes, at]);
  } else if (ARROWS.has(event.key) && !isCommand) {
    event.preventDefault();
    const next = walk(scheme, kinds, at, event.key as Arrow, back.current);
    if (next === null) return;
    if (event.key === 'ArrowRight') back.current = at;
    else if (event.key === 'ArrowLeft') back.current = null;
    asked.onFocus(next);
    elementOf(next)?.focus({ preventScroll: true });
  }
}

/** Who led to the first of those that go: there the keyboard stays. */
function nextAfter(scheme: Scheme, gone: readonly string[]): string {
  const before = Object.entries(scheme.nodes).find(
    ([id, node]) =>
      !gone.includes(id) && Object.values(node.exits ?? {}).some((to) => gone.includes(to)),
  );
  return before?.[0] ?? scheme.start;
}

function focusSoon(asked: Asked, id: string): void {
  asked.onFocus(id);
  setTimeout(() => elementOf(id)?.focus({ preventScroll: true }), 30);
}

function copied(event: ClipboardEvent, { chosen, does }: Asked): boolean {
  if (isTyping(event.target) || getSelection()?.toString()) return false;
  const text = does.copy(chosen.nodes);
  if (text === null) return false;
  event.clipboardData?.setData('text/plain', text);
  event.preventDefault();
  return true;
}

function elementOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-node="${CSS.escape(id)}"]`);
}

function nodeUnder(target: EventTarget | null): string | null {
  return target instanceof HTMLElement ? (target.dataset['node'] ?? null) : null;
}

function firstField(page: HTMLElement | null): HTMLElement | null {
  return (
    page?.querySelector<HTMLElement>('aside :is(input, select, textarea):not([disabled])') ?? null
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select') !== null;
}

/** A button under the fingers: Delete is not meant for the drawing. */
function isControl(event: KeyboardEvent): boolean {
  return event.target instanceof HTMLElement && event.target.closest('button, a') !== null;
}
