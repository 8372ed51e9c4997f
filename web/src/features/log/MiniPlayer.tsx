import { ActionIcon, NativeSelect } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/ui/Icon';
import { duration } from '@/ui/time';
import classes from './Panel.module.css';

const SPEEDS = ['0.75', '1', '1.25', '1.5', '2'];

type Props = {
  url: string;
  seconds: number;
  label: string;
  /** Begins by itself: whoever opened it wants to hear it. */
  plays: boolean;
  onNext?: (() => void) | undefined;
};

/** A recording or voicemail in a row of the log: play, seek, speed, the next one. */
export function MiniPlayer({ url, seconds, label, plays, onNext }: Props) {
  const { t } = useTranslation();
  const sound = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [long, setLong] = useState(seconds);
  const [speed, setSpeed] = useState('1');
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    // A browser may refuse to begin by itself; the button is there.
    if (plays) void sound.current?.play().catch(() => undefined);
  }, [plays]);
  useEffect(() => {
    if (sound.current) sound.current.playbackRate = Number(speed);
  }, [speed]);
  const toggle = () => {
    const it = sound.current;
    if (!it) return;
    if (it.paused) void it.play().catch(() => setFailed(true));
    else it.pause();
  };
  if (failed) {
    return (
      <p role="alert" className={classes['note']}>
        {t('logTools.noSound')}
      </p>
    );
  }
  return (
    <div className={classes['player']}>
      {/* biome-ignore lint/a11y/useMediaCaption: nobody has written down what was said */}
      <audio
        ref={sound}
        src={url}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onLoadedMetadata={(event) => {
          const { duration: told } = event.currentTarget;
          if (Number.isFinite(told) && told > 0) setLong(told);
        }}
        onError={() => setFailed(true)}
      />
      <ActionIcon
        size={36}
        radius={18}
        aria-label={t(isPlaying ? 'player.pause' : 'player.play')}
        data-testid="row-play"
        data-toggle="play"
        onClick={toggle}
      >
        <Icon name={isPlaying ? 'pause' : 'play'} size={17} />
      </ActionIcon>
      <input
        type="range"
        className={classes['seek']}
        aria-label={`${t('logTools.position')}: ${label}`}
        aria-valuetext={`${duration(at)} / ${duration(long)}`}
        min={0}
        max={Math.max(long, 0.1)}
        step={0.1}
        value={Math.min(at, long)}
        onChange={(event) => {
          const to = Number(event.currentTarget.value);
          if (sound.current) sound.current.currentTime = to;
          setAt(to);
        }}
      />
      <span className={classes['time']} data-testid="row-time">
        {duration(at)} / {duration(long)}
      </span>
      <NativeSelect
        size="xs"
        aria-label={t('logTools.speed')}
        value={speed}
        onChange={(event) => setSpeed(event.currentTarget.value)}
        data={SPEEDS.map((value) => ({ value, label: `${value}×` }))}
      />
      <ActionIcon
        component="a"
        href={`${url}?download=1`}
        download
        variant="subtle"
        color="gray"
        size={34}
        aria-label={t('player.download')}
        title={t('player.download')}
      >
        <Icon name="down" size={17} />
      </ActionIcon>
      {onNext && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={34}
          aria-label={t('logTools.next')}
          title={t('logTools.next')}
          onClick={onNext}
        >
          <span className={classes['turn']}>
            <Icon name="back" size={17} />
          </span>
        </ActionIcon>
      )}
    </div>
  );
}
