import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { memo, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Group, Port } from './kinds';
import { passing, useMark } from './marks';
import classes from './Node.module.css';
import { type Problem, shortText } from './stage';

export type NodeData = {
  name: string;
  group: Group;
  about: string;
  label: string;
  ports: readonly Port[];
  /** Where each port leads; a port that leads nowhere is not here. */
  wired: Readonly<Record<string, string>>;
  isUnread: boolean;
  readOnly: boolean;
  unwiredWord: string;
};
export type FlowNode = Node<NodeData, 'node'>;

const NO_PROBLEMS: readonly Problem[] = [];

/** A node of the drawing: what it is, what it does, its ways out, what is wrong with it. */
export const NodeView = memo(function NodeView({ id, data, selected }: NodeProps<FlowNode>) {
  const { t } = useTranslation();
  const problems = useMark(useCallback((shown) => shown.stage.problems[id] ?? NO_PROBLEMS, [id]));
  const step = useMark(useCallback((shown) => passing(shown, id), [id]));
  const callers = useMark(useCallback((shown) => shown.callers[id] ?? 0, [id]));
  const isFocus = useMark(useCallback((shown) => shown.focus === id, [id]));
  const isFaint = useMark(
    useCallback((shown) => shown.found !== null && !shown.found.has(id), [id]),
  );
  const errors = problems.filter((one) => one.severity === 'error').length;
  const severity = problems.length > 0 ? (errors > 0 ? 'error' : 'warning') : undefined;
  // A way out that leads nowhere says so itself.
  const told = problems.filter((one) => one.code !== 'node.port_unwired');
  const worst = told.find((one) => one.severity === 'error') ?? told[0];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no thing of a drawing
    <div
      className={classes['node']}
      role="group"
      aria-roledescription={t('scheme.node')}
      aria-label={[data.label, worst && shortText(worst)].filter(Boolean).join('. ')}
      tabIndex={isFocus ? 0 : -1}
      data-node={id}
      data-group={data.group}
      data-step={step ?? undefined}
      data-severity={severity}
      data-faint={isFaint || undefined}
      data-selected={selected || undefined}
    >
      {data.group !== 'start' && (
        <Handle
          type="target"
          position={Position.Left}
          className={classes['in'] ?? ''}
          isConnectable={!data.readOnly}
        />
      )}
      <div className={classes['head']}>
        <span className={classes['dot']} />
        <span className={classes['name']}>{data.name}</span>
        {callers > 0 && (
          <span className={classes['callers']} title={t('scheme.callersHere', { count: callers })}>
            {callers}
          </span>
        )}
      </div>
      {data.about && <p className={classes['about']}>{data.about}</p>}
      {data.isUnread && <p className={classes['unread']}>{t('scheme.unread')}</p>}
      {data.ports.map((port) => {
        const isWired = port.id in data.wired;
        return (
          <div key={port.id} className={classes['port']} data-wired={isWired}>
            <span className={classes['way']}>{port.words}</span>
            {!isWired && <span className={classes['nowhere']}>{data.unwiredWord}</span>}
            <Handle
              id={port.id}
              type="source"
              position={Position.Right}
              className={classes['out'] ?? ''}
              isConnectable={!data.readOnly}
            />
          </div>
        );
      })}
      {worst && (
        <p className={classes['fault']}>
          {shortText(worst)}
          {told.length > 1 && <b> {t('scheme.moreFaults', { count: told.length - 1 })}</b>}
        </p>
      )}
    </div>
  );
});
