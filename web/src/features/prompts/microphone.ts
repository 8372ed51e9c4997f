/** The microphone: opened, its level shown, recorded; and why it cannot be. */
import { useCallback, useEffect, useRef, useState } from 'react';

export type MicState = 'idle' | 'asking' | 'recording' | 'recorded';
export type MicFault = 'refused' | 'none' | 'insecure' | 'busy' | 'lost';
/** Seconds; nobody means to greet for longer. */
export const LONGEST = 600;

export type Take = { blob: Blob; url: string };

export function useMicrophone() {
  const [state, setState] = useState<MicState>('idle');
  const [fault, setFault] = useState<MicFault | null>(null);
  const [level, setLevel] = useState(0);
  const [seconds, setSeconds] = useState(0);
  const [take, setTake] = useState<Take | null>(null);
  const recorder = useRef<MediaRecorder | null>(null);
  const close = useRef<() => void>(() => {});

  useEffect(
    () => () => {
      close.current();
    },
    [],
  );
  useEffect(
    () => () => {
      if (take) URL.revokeObjectURL(take.url);
    },
    [take],
  );

  const stop = useCallback(() => {
    if (recorder.current?.state === 'recording') recorder.current.stop();
  }, []);

  const start = useCallback(async () => {
    setFault(null);
    setTake(null);
    setSeconds(0);
    if (!navigator.mediaDevices?.getUserMedia) {
      setFault('insecure');
      return;
    }
    setState('asking');
    let stream: MediaStream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, echoCancellation: false, autoGainControl: true },
      });
    } catch (error) {
      setState('idle');
      setFault(faultOf(error));
      return;
    }
    const context = new AudioContext();
    const meter = context.createAnalyser();
    meter.fftSize = 1024;
    context.createMediaStreamSource(stream).connect(meter);
    const samples = new Float32Array(meter.fftSize);
    const made = new MediaRecorder(stream);
    const parts: Blob[] = [];
    const began = performance.now();
    const timer = setInterval(() => {
      meter.getFloatTimeDomainData(samples);
      setLevel(levelOf(samples));
      const now = (performance.now() - began) / 1000;
      setSeconds(now);
      if (now >= LONGEST) made.stop();
    }, 60);
    const end = () => {
      clearInterval(timer);
      for (const track of stream.getTracks()) track.stop();
      void context.close();
      close.current = () => {};
      setLevel(0);
    };
    close.current = () => {
      made.ondataavailable = null;
      made.onstop = null;
      if (made.state !== 'inactive') made.stop();
      end();
    };
    made.ondataavailable = (event) => parts.push(event.data);
    made.onstop = () => {
      end();
      const blob = new Blob(parts, { type: made.mimeType });
      setTake({ blob, url: URL.createObjectURL(blob) });
      setState('recorded');
    };
    made.onerror = () => {
      close.current();
      setState('idle');
      setFault('lost');
    };
    recorder.current = made;
    made.start(250);
    setState('recording');
  }, []);

  return { state, fault, level, seconds, take, start, stop };
}

/** 0 to 1 over the 60 dB above silence, as ears count. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12);
  return Math.min(1, Math.max(0, (decibels + 60) / 60));
}

export function faultOf(error: unknown): MicFault {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'none';
  return 'busy';
}
