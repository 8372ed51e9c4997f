import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { useCalls, useMe, useOwnCall } from '@/app/context';
import { useFocus } from '@/features/desk/focus';
import { AskBar } from '@/features/notify/AskBar';
import { startWorker } from '@/features/notify/install';
import { useNotice } from '@/features/notify/useNotice';
import { nameOf } from '@/ui/party';
import { CallCard } from './CallCard';
import { callOf, follow, NOTHING, ringing, stepBack } from './shown';
import { useStage } from './useStage';

const NARROW = '(max-width: 900px)';

/** My call on any page but the desk, in one tab; a notification when that tab is hidden (P02). */
export default function PopUp(): ReactNode {
  const { t } = useTranslation();
  const me = useMe();
  const { pathname } = useLocation();
  const calls = useCalls();
  const own = useOwnCall();
  const { focus, dismiss } = useFocus();
  const rings = ringing(calls, me.extension);
  const there = callOf(own, focus.ended);
  const isFirst = useStage(me.login, rings?.linkedId ?? own?.linked_id ?? null);
  const [kept, setKept] = useState(NOTHING);
  const isNarrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  const isTalk = there !== null && !there.isOver && there.call.answered_at !== null;
  const held = follow(kept, there?.call.linked_id ?? null, pathname, isNarrow && isTalk);
  if (held !== kept) setKept(held);

  useNotice(rings, isFirst);
  useEffect(startWorker, []);

  const who = rings ? nameOf(rings.call.client, t) : '';
  const isRinging = rings !== null;
  useEffect(() => {
    if (!isRinging) return;
    const before = document.title;
    document.title = `☎ ${who}`;
    return () => {
      document.title = before;
    };
  }, [isRinging, who]);

  const isHere = there !== null && isFirst && pathname !== '/' && held.size !== 'closed';
  useEffect(() => {
    if (!isHere) return;
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || isBusy(event.target)) return;
      setKept(stepBack);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [isHere]);

  return (
    <>
      {isHere && there && (
        <CallCard
          key={there.call.linked_id}
          call={there.call}
          isOver={there.isOver}
          isSmall={held.size === 'small'}
          onSize={(size) => {
            setKept({ ...held, size });
            if (size === 'closed' && there.isOver) dismiss();
          }}
        />
      )}
      <AskBar isCalled={isRinging} />
    </>
  );
}

/** Esc is for a window, a menu or the field that is being typed in, when there is one. */
function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]')) return true;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
