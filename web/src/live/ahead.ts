/** The first board, asked for together with `me`: the screens wait for neither one by one. */
import { readBoard } from '@/api/hub';
import type { ReadBoard } from './store';

let ahead: ReturnType<ReadBoard> | null = null;

export function askBoardAhead(): void {
  if (ahead) return;
  const asked = readBoard();
  ahead = asked;
  // A refusal (nobody is signed in yet) must not be what the desk begins with after the login.
  asked.catch(() => {
    if (ahead === asked) ahead = null;
  });
}

export const takeBoard: ReadBoard = () => {
  const asked = ahead ?? readBoard();
  ahead = null;
  return asked;
};
