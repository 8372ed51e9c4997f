/** Who is signed in and the live board, for every screen inside the shell. */
import { createContext, useContext } from 'react';
import type { Board, LiveCall, Me, Presence } from '@/api/types';
import { ownCall } from '@/live/board';
import { type LiveState, type LiveStore, useLiveOf } from '@/live/store';

export const MeContext = createContext<Me | null>(null);
export const LiveContext = createContext<LiveStore | null>(null);

export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('useMe outside the shell');
  return me;
}

export function useLiveStore(): LiveStore {
  const store = useContext(LiveContext);
  if (!store) throw new Error('useLiveStore outside the shell');
  return store;
}

export function useLive<T>(pick: (state: LiveState) => T): T {
  return useLiveOf(useLiveStore(), pick);
}

const NO_CALLS: LiveCall[] = [];
const NO_PEOPLE: Presence[] = [];

export function useBoard(): Board | null {
  return useLive((state) => state.board);
}

export function usePeople(): Presence[] {
  return useLive((state) => state.board?.people ?? NO_PEOPLE);
}

export function useCalls(): LiveCall[] {
  return useLive((state) => state.board?.calls ?? NO_CALLS);
}

/** My talk or the call that rings at my phone. */
export function useOwnCall(): LiveCall | null {
  const { extension } = useMe();
  return useLive((state) => ownCall(state.board?.calls ?? NO_CALLS, extension));
}
