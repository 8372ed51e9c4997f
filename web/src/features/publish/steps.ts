/** How far a publication has come; the box tells it in one word when all of it is done. */
export type Step = {
  word: 'published' | 'taken' | 'checked' | 'runs';
  is: 'done' | 'now' | 'bad' | 'next';
};

const AFTER: Record<string, readonly [Step['is'], Step['is'], Step['is']]> = {
  running: ['done', 'done', 'done'],
  refused: ['done', 'bad', 'next'],
  reverted: ['done', 'done', 'bad'],
};

export function stepsOf(state: string): Step[] {
  const [taken, checked, runs] = AFTER[state] ?? ['now', 'next', 'next'];
  return [
    { word: 'published', is: 'done' },
    { word: 'taken', is: taken },
    { word: 'checked', is: checked },
    { word: 'runs', is: runs },
  ];
}
