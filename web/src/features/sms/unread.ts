/** How many messages nobody has read yet, for the menu. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useBoard } from '@/app/context';
import { threadsQuery } from './queries';

export function useUnread(): number {
  const isThere = useBoard() !== null;
  // The newest threads are enough: whoever wrote and was not read is among them.
  const query = useInfiniteQuery({ ...threadsQuery(''), enabled: isThere });
  return (query.data?.pages[0]?.items ?? []).reduce((sum, thread) => sum + thread.unread, 0);
}
