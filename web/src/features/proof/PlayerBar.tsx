import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/ui/Icon';
import { duration } from '@/ui/time';
import classes from './Player.module.css';
import { isOver, SPEEDS, type Speed } from './playing';
import type { Story } from './story';
import type { Player } from './usePlayer';

/** A story that is played: its buttons, and its moments one under another. */
export function PlayerBar({ story, player }: { story: Story; player: Player }) {
  const { t } = useTranslation();
  const { now, beat, tell } = player;
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const row = list.current?.children[beat];
    if (row instanceof HTMLElement && list.current) keepInView(row, list.current);
  }, [beat]);
  const last = story.beats.length - 1;
  const over = !now.running && isOver(story, now);
  const word = now.running ? 'pause' : over ? 'again' : 'play';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div
      className={classes['player']}
      role="group"
      aria-label={t('proof.player.name')}
      onKeyDown={(event) => onKey(event, player)}
    >
      <div className={classes['bar']}>
        <button
          type="button"
          className={classes['main']}
          aria-label={t(`proof.player.${word}`)}
          title={t(`proof.player.${word}`)}
          onClick={() => tell({ do: 'toggle' })}
        >
          <Icon name={now.running ? 'pause' : 'play'} size={15} />
        </button>
        <button
          type="button"
          aria-label={t('proof.player.back')}
          title={t('proof.player.back')}
          disabled={beat <= 0}
          onClick={() => tell({ do: 'step', by: -1 })}
        >
          <Icon name="back" size={15} />
        </button>
        <button
          type="button"
          className={classes['forth']}
          aria-label={t('proof.player.forth')}
          title={t('proof.player.forth')}
          disabled={beat >= last}
          onClick={() => tell({ do: 'step', by: 1 })}
        >
          <Icon name="back" size={15} />
        </button>
        <input
          type="range"
          min={0}
          max={Math.max(0, last)}
          value={Math.max(0, beat)}
          aria-label={t('proof.player.seek')}
          aria-valuetext={story.beats[beat]?.text ?? ''}
          onChange={(event) => tell({ do: 'seek', beat: Number(event.currentTarget.value) })}
        />
        <select
          aria-label={t('proof.player.speed')}
          value={now.speed}
          onChange={(event) =>
            tell({ do: 'speed', speed: Number(event.currentTarget.value) as Speed })
          }
        >
          {SPEEDS.map((speed) => (
            <option key={speed} value={speed}>
              ×{speed}
            </option>
          ))}
        </select>
      </div>
      <ol className={classes['beats']} ref={list}>
        {story.beats.map((one, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a moment has no identity but its place
            key={index}
            data-code={one.code}
            data-when={index < beat ? 'past' : index === beat ? 'now' : 'later'}
            aria-current={index === beat ? 'step' : undefined}
          >
            <button type="button" tabIndex={-1} onClick={() => tell({ do: 'seek', beat: index })}>
              <small>{duration(one.at)}</small>
              <span>{one.text}</span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Space starts and stops, arrows step, Home and End go to the ends. */
function onKey(event: KeyboardEvent, { tell }: Player) {
  const on = event.target;
  // What has its own meaning for a key keeps it.
  if (event.key === ' ' && on instanceof HTMLButtonElement && on.tabIndex === 0) return;
  if (on instanceof HTMLSelectElement) return;
  switch (event.key) {
    case ' ':
      tell({ do: 'toggle' });
      break;
    case 'ArrowRight':
      tell({ do: 'step', by: 1 });
      break;
    case 'ArrowLeft':
      tell({ do: 'step', by: -1 });
      break;
    case 'Home':
      tell({ do: 'first' });
      break;
    case 'End':
      tell({ do: 'last' });
      break;
    default:
      return;
  }
  event.preventDefault();
  event.stopPropagation();
}

/** Scrolls the list alone: the page stays where the person looks. */
function keepInView(row: HTMLElement, list: HTMLElement) {
  const top = row.offsetTop - list.offsetTop;
  if (top < list.scrollTop) list.scrollTop = top;
  else if (top + row.offsetHeight > list.scrollTop + list.clientHeight)
    list.scrollTop = top + row.offsetHeight - list.clientHeight;
}
