import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import WaveSurfer from 'wavesurfer.js';
import RegionsPlugin, { type Region } from 'wavesurfer.js/dist/plugins/regions.esm.js';
import classes from './Prompts.module.css';

type Props = {
  url: string;
  seconds: number;
  start: number;
  end: number;
  fadeIn: number;
  fadeOut: number;
  onChange(start: number, end: number): void;
};

/** The wave form with handles at both ends; the fields below do the same from the keyboard. */
export function TrimWave({ url, seconds, start, end, fadeIn, fadeOut, onChange }: Props) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const region = useRef<Region | null>(null);
  const changed = useRef(onChange);
  changed.current = onChange;
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (!box.current) return;
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const regions = RegionsPlugin.create();
    const wave = WaveSurfer.create({
      container: box.current,
      url,
      height: 84,
      waveColor: `color-mix(in srgb, ${colour('--v-client')} 55%, ${colour('--v-panel')})`,
      progressColor: colour('--v-client'),
      cursorColor: 'transparent',
      interact: false,
      normalize: false,
      barWidth: 2,
      barGap: 1,
      barRadius: 2,
      plugins: [regions],
    });
    wave.on('ready', () => {
      region.current = regions.addRegion({
        start: 0,
        end: seconds,
        drag: false,
        resize: true,
        minLength: 0.1,
        color: `color-mix(in srgb, ${colour('--v-acc')} 14%, transparent)`,
      });
      region.current.on('update-end', () => {
        const now = region.current;
        if (now) changed.current(round(now.start), round(Math.min(now.end, seconds)));
      });
    });
    wave.on('error', () => setFailed(true));
    return () => {
      region.current = null;
      wave.destroy();
    };
  }, [url, seconds]);

  useEffect(() => {
    if (start < end) region.current?.setOptions({ start, end });
  }, [start, end]);

  const part = (value: number) => `${(value / Math.max(seconds, 0.01)) * 100}%`;
  return (
    <div className={classes['trim']}>
      <div ref={box} aria-hidden="true" data-testid="trim" />
      {fadeIn > 0 && (
        <i
          className={classes['fade']}
          data-way="in"
          aria-hidden="true"
          style={{ left: part(start), width: part(Math.min(fadeIn, end - start)) }}
        />
      )}
      {fadeOut > 0 && (
        <i
          className={classes['fade']}
          data-way="out"
          aria-hidden="true"
          style={{
            left: part(Math.max(start, end - fadeOut)),
            width: part(Math.min(fadeOut, end - start)),
          }}
        />
      )}
      {failed && <p className={classes['bad']}>{t('player.failed')}</p>}
    </div>
  );
}

const round = (value: number) => Math.round(value * 100) / 100;
