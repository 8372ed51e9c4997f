import { Switch } from '@mantine/core';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/ui/Icon';
import { type Bar, cuts, type Edge, lasting, shifted } from './bars';
import classes from './TimeLine.module.css';

type Props = {
  bars: Bar[];
  nameOf(target: string): { name: string; note: string };
  onChange(bars: Bar[]): void;
  onRemove(bar: Bar): void;
  /** What is wrong with a target, by its number. */
  faultOf(target: string): string | null;
  /** A moment of the played call, seconds; null: none is played. */
  playhead: number | null;
};

/** Bars of targets over seconds: edges and bars are dragged, or moved with the arrow keys. */
export function TimeLine({ bars, nameOf, onChange, onRemove, faultOf, playhead }: Props) {
  const { t } = useTranslation();
  const track = useRef<HTMLDivElement>(null);
  const total = lasting(bars);
  // Room to pull the last edge to the right.
  const shown = Math.max(20, total + Math.max(10, Math.ceil(total * 0.15)));
  // A figure where something begins or ends, as long as figures do not touch.
  const marks = cuts(bars).filter((second, at, all) => {
    const before = all[at - 1];
    return before === undefined || (second - before) / shown > 0.035;
  });
  const share = (second: number) => `${(second / shown) * 100}%`;

  const grab = (event: PointerEvent<HTMLElement>, id: string, edge: Edge) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    const width = track.current?.clientWidth ?? 1;
    const from = event.clientX;
    const before = bars;
    const target = event.currentTarget;
    target.focus({ preventScroll: true });
    target.setPointerCapture(event.pointerId);
    const move = (now: globalThis.PointerEvent) => {
      const by = Math.round(((now.clientX - from) / width) * shown);
      onChange(by === 0 ? before : shifted(before, id, edge, by));
    };
    const drop = () => {
      target.removeEventListener('pointermove', move);
      target.removeEventListener('pointerup', drop);
      target.removeEventListener('pointercancel', drop);
    };
    target.addEventListener('pointermove', move);
    target.addEventListener('pointerup', drop);
    target.addEventListener('pointercancel', drop);
  };
  const onKey = (event: KeyboardEvent, id: string, edge: Edge) => {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    onChange(shifted(bars, id, edge, step * (event.shiftKey ? 5 : 1)));
  };

  return (
    <div className={classes['line']}>
      <div className={classes['scale']} aria-hidden="true">
        <span />
        <div ref={track} className={classes['track']}>
          {marks.map((mark) => (
            <i key={mark} style={{ left: share(mark) }}>
              {mark}
            </i>
          ))}
        </div>
      </div>
      {bars.map((bar) => {
        const { name, note } = nameOf(bar.to);
        const fault = faultOf(bar.to);
        const isOutside = bar.to.startsWith('+');
        const edge = (which: 'start' | 'end') => (
          <button
            type="button"
            role="slider"
            className={classes['edge']}
            data-edge={which}
            aria-label={t(`office.follow.edge.${which}`, { name })}
            aria-valuemin={0}
            aria-valuemax={shown}
            aria-valuenow={bar[which]}
            aria-valuetext={t('office.seconds', { count: bar[which] })}
            onPointerDown={(event) => grab(event, bar.id, which)}
            onKeyDown={(event) => onKey(event, bar.id, which)}
          />
        );
        return (
          <div key={bar.id} className={classes['row']}>
            <div className={classes['who']}>
              <b>{name}</b>
              <small>{note}</small>
              {isOutside && (
                <Switch
                  size="xs"
                  label={t('office.follow.confirm')}
                  checked={bar.confirm}
                  onChange={(event) => {
                    const confirm = event.currentTarget.checked;
                    onChange(bars.map((one) => (one.to === bar.to ? { ...one, confirm } : one)));
                  }}
                />
              )}
              {fault && (
                <p role="alert" className={classes['fault']}>
                  {fault}
                </p>
              )}
            </div>
            <div className={classes['track']} data-bars>
              {cuts(bars).map((second) => (
                <em key={second} style={{ left: share(second) }} />
              ))}
              <div
                className={classes['bar']}
                data-outside={isOutside}
                style={{ left: share(bar.start), width: share(bar.end - bar.start) }}
                onPointerDown={(event) => grab(event, bar.id, 'both')}
              >
                {edge('start')}
                <span>{t('office.follow.span', { from: bar.start, to: bar.end })}</span>
                {edge('end')}
              </div>
              {playhead !== null && (
                <u className={classes['head']} style={{ left: share(Math.min(playhead, shown)) }} />
              )}
            </div>
            <button
              type="button"
              className={classes['remove']}
              aria-label={t('office.order.remove', { what: name })}
              onClick={() => onRemove(bar)}
            >
              <Icon name="close" size={15} />
            </button>
          </div>
        );
      })}
    </div>
  );
}
