/** A change of a plan: kept at the hub, and read again, also when somebody else was quicker. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lineKeys, type MoveIn, saveMove } from '@/api/lines';

export function useSaveMove() {
  const memory = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body }: { id: number | null; body: MoveIn }) => saveMove(id, body),
    onSettled: () => memory.invalidateQueries({ queryKey: lineKeys.moves }),
  });
}
