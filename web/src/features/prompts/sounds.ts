/** Sounds as the page shows them. Pure. */
import type { Sound, Use } from '@/api/prompts';

/** LUFS: how far from the loudness of the telephone a sound may be before it is worth a word. */
const NEAR = 1.5;

export type Loudness = 'quiet' | 'loud' | 'fine' | 'unknown';

export function loudnessOf(sound: Sound, target: number): Loudness {
  const loudness = sound.loudness;
  if (loudness === null || loudness === undefined) return 'unknown';
  if (loudness < target - NEAR) return 'quiet';
  return loudness > target + NEAR ? 'loud' : 'fine';
}

export type Listed = { sound: Sound; versions: Sound[] };

/** Sounds of the office with their earlier versions, then the others, each id once. */
export function listed(sounds: readonly Sound[]): { mine: Listed[]; spare: Sound[] } {
  const mine = sounds
    .filter((sound) => sound.used)
    .map((sound) => ({ sound, versions: [] as Sound[] }));
  const byId = new Map(mine.map((each) => [each.sound.prompt.id, each]));
  const spare: Sound[] = [];
  for (const sound of sounds) {
    if (sound.used) continue;
    const owner = byId.get(sound.prompt.id);
    if (owner) owner.versions.push(sound);
    else spare.push(sound);
  }
  return { mine, spare };
}

/** Where something that plays a sound is looked at and changed. */
export function placeOf(use: Use): string | null {
  const facts = use.facts ?? {};
  const scheme = facts['scheme_id'];
  switch (use.code) {
    case 'used.node':
      return scheme ? `/schemes/${scheme}?node=${encodeURIComponent(facts['node'] ?? '')}` : null;
    case 'used.refusal':
      return scheme ? `/outgoing/${scheme}` : null;
    case 'used.parking_music':
      return '/departments/codes';
    case 'used.notice':
      return '/departments/company';
    default:
      return null;
  }
}

/** A measured value as it is read: one decimal, its sign before it. */
export function figure(value: number | null | undefined, language: string): string {
  if (value === null || value === undefined) return '—';
  const one = new Intl.NumberFormat(language, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(Math.abs(value));
  return `${value < 0 ? '−' : ''}${one}`;
}
