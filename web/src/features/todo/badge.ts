/** How many clients wait for me or for nobody yet, for the menu. */
import { useQuery } from '@tanstack/react-query';
import { useBoard } from '@/app/context';
import { figuresQuery } from './queries';

export function useWaiting(): number {
  const isThere = useBoard() !== null;
  const { data } = useQuery({ ...figuresQuery, enabled: isThere });
  return data ? data.mine + data.nobody : 0;
}
