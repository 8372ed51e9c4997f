import { BaseEdge, type Edge, type EdgeProps, getBezierPath } from '@xyflow/react';
import { memo, useCallback } from 'react';
import { isWirePassed, useMark } from './marks';

export type FlowEdge = Edge<Record<string, never>, 'wire'>;

/** A wire from a way out to the next node; the way that is played stands out. */
export const Wire = memo(function Wire({
  id,
  source,
  sourceHandleId,
  selected,
  sourceX,
  sourceY,
  targetX,
  targetY,
  sourcePosition,
  targetPosition,
}: EdgeProps<FlowEdge>) {
  const port = sourceHandleId ?? '';
  const isPassed = useMark(
    useCallback((shown) => isWirePassed(shown, source, port), [source, port]),
  );
  const [path] = getBezierPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
  });
  const isOn = isPassed || selected;
  return (
    <BaseEdge
      id={id}
      path={path}
      interactionWidth={18}
      style={{
        stroke: isOn ? 'var(--v-acc)' : 'var(--v-edge)',
        strokeWidth: isOn ? 3 : 1.75,
      }}
    />
  );
});
