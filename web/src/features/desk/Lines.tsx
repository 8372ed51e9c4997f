import { Popover, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LineState } from '@/api/types';
import { useLive, useMe } from '@/app/context';
import { useCommand } from '@/features/command/run';
import { byOperator, channelsOf, type OperatorLines } from '@/live/board';
import { prettyNumber } from '@/ui/phone';
import classes from './Lines.module.css';

const NO_LINES: LineState[] = [];

function stateOf(line: LineState): string {
  if (!line.online) return 'off';
  if (line.state === 'paused') return 'paused';
  return line.busy > 0 ? 'busy' : 'free';
}

/** Why a line is held back; a reason newer than this screen is told as a pause. */
function whyOf(line: LineState): 'desk' | 'office' | 'unsigned' | 'limit' | 'rest' {
  const known = ['desk', 'office', 'unsigned', 'limit', 'rest'] as const;
  return known.find((one) => one === line.why) ?? 'desk';
}

/** Lines of each operator at a glance: filled is busy, a ring is free, a cross is not reachable. */
export function Lines() {
  const lines = useLive((state) => state.board?.lines ?? NO_LINES);
  if (lines.length === 0) return null;
  return (
    <div className={classes['lines']}>
      {byOperator(lines).map((group) => (
        <Operator key={group.operator} group={group} />
      ))}
    </div>
  );
}

function Operator({ group }: { group: OperatorLines }) {
  const { t } = useTranslation();
  const { role } = useMe();
  const run = useCommand();
  const mayPause = role === 'owner' || role === 'administrator';
  const pause = (line: LineState, paused: boolean) =>
    void run(
      { kind: 'pause_line', line: line.id, paused },
      { doing: t('lines.pausing', { line: line.name }), done: t(`lines.pauseDone.${paused}`) },
    );
  const wordsOf = (line: LineState): string => {
    if (!line.online) return t('lines.off');
    if (line.state === 'paused') return t(`lines.why.${whyOf(line)}`);
    if (line.channels > 1) return t('lines.busyOf', { busy: line.busy, count: line.channels });
    if (line.state === 'ringing') return t('lines.ringing');
    return t(line.busy > 0 ? 'lines.busy' : 'lines.free');
  };
  const off = group.channels - group.online;
  const words = [
    t('lines.busyOf', { busy: group.busy, count: group.channels }),
    off > 0 ? t('lines.offCount', { count: off }) : '',
  ]
    .filter(Boolean)
    .join(', ');
  const dots = group.lines.flatMap((line) =>
    channelsOf(line).map((state, n) => ({ key: `${line.id}.${n}`, state })),
  );
  return (
    <Popover position="bottom-end" width={280} radius={12} shadow="md" trapFocus>
      <Popover.Target>
        <button type="button" className={classes['tile']}>
          <span className="v-hidden">{`${group.operator}: ${words}`}</span>
          <b aria-hidden="true">{group.operator}</b>
          {dots.length <= 6 ? (
            <span className={classes['dots']}>
              {dots.map(({ key, state }) => (
                <i key={key} data-state={state} />
              ))}
            </span>
          ) : (
            <span
              className={classes['count']}
              data-full={group.busy >= group.online}
              aria-hidden="true"
            >
              {group.busy}/{group.channels}
            </span>
          )}
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={group.operator}>
        <div className={classes['head']}>
          <b>{group.operator}</b>
          <small>{words}</small>
        </div>
        <ul className={classes['list']}>
          {group.lines.map((line) => (
            <li key={line.id}>
              <span>
                {line.name}
                {line.number && <small className="v-num">{prettyNumber(line.number)}</small>}
              </span>
              <span className={classes['how']}>
                <small data-state={stateOf(line)}>{wordsOf(line)}</small>
                {mayPause && (
                  <Switch
                    size="xs"
                    label={t('lines.paused')}
                    aria-label={t('lines.pauseWhat', { line: line.name })}
                    checked={line.why === 'desk' || line.why === 'office'}
                    disabled={line.why === 'office'}
                    onChange={(event) => pause(line, event.currentTarget.checked)}
                  />
                )}
              </span>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
