import { ActionIcon, Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import WaveSurfer from 'wavesurfer.js';
import { readPeaks } from '@/api/hub';
import type { Recording } from '@/api/types';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { Key } from '@/ui/Key';
import { useKeys } from '@/ui/keys';
import { duration } from '@/ui/time';
import type { PlayerMark } from './marks';
import classes from './Player.module.css';

const SPEEDS = ['0.75', '1', '1.25', '1.5', '2'];
const STEP = 5;

type Props = {
  recording: Recording;
  left: string;
  right: string;
  withKeys: boolean;
  marks: PlayerMark[];
};

/** A recording: two wave forms (client above, employee below), speed, steps, download. */
export function Player({ recording, left, right, withKeys, marks }: Props) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const wave = useRef<WaveSurfer | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [speed, setSpeed] = useState('1');
  const [failed, setFailed] = useState(false);
  const peaks = useQuery({
    queryKey: ['peaks', recording.id],
    queryFn: () => readPeaks(recording.id),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const channels = peaks.data?.peaks;

  useEffect(() => {
    if (!box.current || !channels) return;
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const one = (name: string) => ({
      waveColor: `color-mix(in srgb, ${colour(name)} 38%, ${colour('--v-panel')})`,
      progressColor: colour(name),
      height: 44,
    });
    const made = WaveSurfer.create({
      container: box.current,
      url: recording.url,
      peaks: [0, 1].map((side) => channels.map((pair) => (pair[side] ?? pair[0] ?? 0) / 255)),
      duration: recording.seconds,
      splitChannels: [one('--v-client'), one('--v-staff')],
      cursorColor: colour('--v-ink'),
      cursorWidth: 2,
      barWidth: 2,
      barGap: 1,
      barRadius: 2,
      dragToSeek: true,
      normalize: false,
    });
    made.on('play', () => setPlaying(true));
    made.on('pause', () => setPlaying(false));
    made.on('finish', () => {
      setPlaying(false);
      // A recording shorter than a tick ends before it ever told its position.
      setAt(recording.seconds);
    });
    made.on('timeupdate', setAt);
    made.on('error', () => setFailed(true));
    wave.current = made;
    return () => {
      wave.current = null;
      made.destroy();
    };
  }, [channels, recording.url, recording.seconds]);

  useEffect(() => wave.current?.setPlaybackRate(Number(speed), true), [speed]);

  const toggle = () => void wave.current?.playPause();
  const step = (seconds: number) => wave.current?.skip(seconds);
  useKeys(
    withKeys ? { Space: toggle, ArrowLeft: () => step(-STEP), ArrowRight: () => step(STEP) } : {},
  );

  if (peaks.isError) return <Failure error={peaks.error} retry={() => void peaks.refetch()} />;
  return (
    <div className={classes['player']}>
      <div className={classes['waves']}>
        <div className={classes['names']}>
          <span data-side="client">{left}</span>
          <span data-side="staff">{right}</span>
        </div>
        <div className={classes['sound']}>
          <div ref={box} className={classes['wave']} aria-hidden="true" data-testid="wave" />
          {marks.map((mark) => (
            <i
              key={mark.key}
              className={classes['mark']}
              data-kind={mark.kind}
              aria-hidden="true"
              style={{
                left: `${(mark.from / recording.seconds) * 100}%`,
                ...(mark.to === null
                  ? {}
                  : { width: `${((mark.to - mark.from) / recording.seconds) * 100}%` }),
              }}
            />
          ))}
        </div>
      </div>
      {marks.length > 0 && (
        <ul className={classes['marks']} aria-label={t('player.marks')}>
          {marks.map((mark) => (
            <li key={mark.key}>
              <button type="button" onClick={() => wave.current?.setTime(mark.from)}>
                <span className="v-num">{duration(mark.from)}</span>{' '}
                {t(`player.mark.${mark.kind}` as 'player.mark.parked', {
                  defaultValue: mark.kind,
                })}
                {mark.who && <small> {mark.who}</small>}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className={classes['controls']}>
        <ActionIcon
          size={44}
          radius={22}
          aria-label={t(isPlaying ? 'player.pause' : 'player.play')}
          onClick={toggle}
          data-testid="play"
        >
          <Icon name={isPlaying ? 'pause' : 'play'} size={20} />
        </ActionIcon>
        <input
          type="range"
          className={classes['seek']}
          aria-label={t('player.position')}
          aria-valuetext={`${duration(at)} / ${duration(recording.seconds)}`}
          min={0}
          max={recording.seconds}
          step={0.1}
          value={Math.min(at, recording.seconds)}
          onChange={(event) => wave.current?.setTime(Number(event.currentTarget.value))}
        />
        <span className={classes['time']} data-testid="player-time">
          {duration(at)} / {duration(recording.seconds)}
        </span>
        <SegmentedControl
          size="xs"
          aria-label={t('player.speed')}
          value={speed}
          onChange={setSpeed}
          data={SPEEDS.map((value) => ({ value, label: `${value}×` }))}
        />
        <Button
          component="a"
          href={`${recording.url}?download=1`}
          download
          variant="default"
          size="xs"
          leftSection={<Icon name="down" size={15} />}
        >
          {t('player.download')}
        </Button>
        {withKeys && (
          <small className={classes['keys']}>
            <Key>{t('player.space')}</Key> <Key>←</Key> <Key>→</Key>
          </small>
        )}
      </div>
      {failed && (
        <p role="alert" className={classes['failed']}>
          {t('player.failed')}
        </p>
      )}
    </div>
  );
}
