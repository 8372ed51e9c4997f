/** The focus of the desk, kept while the person walks through other screens. */
import { createContext, useContext, useEffect, useState } from 'react';
import { useCalls, useMe } from '@/app/context';
import { type Focus, NO_FOCUS, refocus } from '@/live/focus';

export type FocusHandle = {
  focus: Focus;
  pick(linkedId: string): void;
  dismiss(): void;
};

export const FocusContext = createContext<FocusHandle>({
  focus: NO_FOCUS,
  pick: () => undefined,
  dismiss: () => undefined,
});

export const useFocus = (): FocusHandle => useContext(FocusContext);

export function useFocusHandle(): FocusHandle {
  const calls = useCalls();
  const { extension } = useMe();
  const [focus, setFocus] = useState(NO_FOCUS);
  useEffect(() => setFocus((before) => refocus(before, calls, extension)), [calls, extension]);
  return {
    focus,
    pick: (picked) => setFocus((before) => ({ ...before, picked })),
    dismiss: () => setFocus((before) => ({ ...before, picked: null, ended: null })),
  };
}
