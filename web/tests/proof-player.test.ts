// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { storyOf } from '@/features/proof/story';
import { usePlayer } from '@/features/proof/usePlayer';

const moment = (at: number, code: string) => ({ at, code, facts: {}, text: code });
const story = storyOf({
  end: 'hung_up',
  answered_by: null,
  waited: 30,
  path: [],
  moments: [0, 0, 0, 0, 30, 30].map((at) => moment(at, 'life.rings')),
});

describe('the player by the clock', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('starts by itself and walks on', () => {
    const { result } = renderHook(() => usePlayer(story, true));
    expect(result.current.now.running).toBe(true);
    act(() => void vi.advanceTimersByTime(1000));
    expect(result.current.beat).toBe(1);
    act(() => void vi.advanceTimersByTime(20_000));
    expect(result.current.now.running).toBe(false);
    expect(result.current.beat).toBe(5);
  });

  it('stands still for who asked for less movement', () => {
    vi.stubGlobal('matchMedia', () => ({ matches: true }));
    const { result } = renderHook(() => usePlayer(story, true));
    act(() => void vi.advanceTimersByTime(3000));
    expect(result.current.now.running).toBe(false);
    expect(result.current.beat).toBe(0);
  });
});
