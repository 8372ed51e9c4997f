import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';

type Words = { [key: string]: string | Words };
const WORDS = join(import.meta.dirname, '../src/i18n');
/** The first load and every area, as one language has them. */
function wordsOf(language: string): Words {
  const files = readdirSync(WORDS, { recursive: true, encoding: 'utf8' });
  const own = files.filter((name) => basename(name) === `${language}.json`);
  return Object.assign(
    {},
    ...own.map((name) => JSON.parse(readFileSync(join(WORDS, name), 'utf8'))),
  );
}
const LANGUAGES: Record<string, Words> = Object.fromEntries(
  ['ru', 'en', 'be'].map((language) => [language, wordsOf(language)]),
);

function flatten(words: Words, path = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') flat.set(path + key, value);
    else for (const [inner, text] of flatten(value, `${path}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

const FLAT = Object.fromEntries(
  Object.entries(LANGUAGES).map(([language, words]) => [language, flatten(words)]),
);
const PLURAL = /_(zero|one|two|few|many|other)$/;
const bare = (keys: Iterable<string>) => new Set([...keys].map((key) => key.replace(PLURAL, '')));

const SRC = join(import.meta.dirname, '../src');
const SOURCES = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('schema.d.ts'))
  .map((name) => ({ name, text: readFileSync(join(SRC, name), 'utf8') }));

const known = bare(FLAT['ru']?.keys() ?? []);
const asked = SOURCES.flatMap(({ text }) => [
  ...text.matchAll(
    /\bt\(\s*(?:[^()'"`]*\?\s*)?['"`]([a-zA-Z][\w.]*(?:\.[\w${}().?: '"=]+)?)['"`]/g,
  ),
]).map((match) => match[1] ?? '');

describe('words of the interface', () => {
  it.each(['en', 'be'])('%s has every key of ru and no other', (language) => {
    expect([...bare(FLAT[language]?.keys() ?? [])].sort()).toEqual([...known].sort());
  });

  it.each(['ru', 'en', 'be'])('%s has every plural form that its grammar needs', (language) => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const flat = FLAT[language] ?? new Map();
    const plurals = new Set(
      [...flat.keys()].filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, '')),
    );
    for (const key of plurals) {
      for (const form of needed) expect(flat.has(`${key}_${form}`), `${key}_${form}`).toBe(true);
    }
  });

  it.each(['en', 'be'])('%s fills in the same facts as ru', (language) => {
    const facts = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();
    const russian = FLAT['ru'] ?? new Map<string, string>();
    for (const [key, text] of FLAT[language] ?? []) {
      const source = russian.get(key) ?? russian.get(key.replace(PLURAL, '_other')) ?? '';
      // "One" may be said without its figure: "called once".
      if (key.endsWith('_one')) continue;
      expect(facts(text), `${language} ${key}`).toEqual(facts(source));
    }
  });

  it('mixes no languages', () => {
    for (const [key, text] of FLAT['en'] ?? []) expect(text, key).not.toMatch(/[Ѐ-ӿ]/);
    for (const [key, text] of FLAT['ru'] ?? []) expect(text, key).not.toMatch(/[іўІЎ]/);
    // Belarusian knows neither of these letters: they betray a Russian word.
    for (const [key, text] of FLAT['be'] ?? []) expect(text, key).not.toMatch(/[ищъИЩЪ]/);
    // A Latin letter inside a Cyrillic word looks the same and is not.
    for (const language of ['ru', 'be']) {
      for (const [key, text] of FLAT[language] ?? []) {
        const said = text.replace(/\{\{\w+\}\}/g, ' ');
        expect(said, key).not.toMatch(/[A-Za-z][Ѐ-ӿ]|[Ѐ-ӿ][A-Za-z]/);
      }
    }
  });

  it('leaves nothing empty', () => {
    for (const flat of Object.values(FLAT)) {
      for (const [key, text] of flat) expect(text.trim(), key).not.toBe('');
    }
  });

  it('has every key that the screens ask for', () => {
    expect(asked.length).toBeGreaterThan(150);
    for (const key of asked) {
      const fixed = key.split('${')[0] ?? '';
      const isKnown = key.includes('${')
        ? [...known].some((one) => one.startsWith(fixed))
        : known.has(key);
      expect(isKnown, key).toBe(true);
    }
  });

  it('has no key that nobody asks for', () => {
    const everything = SOURCES.map(({ text }) => text).join('\n');
    const groups = [...everything.matchAll(/[`'"]([a-z][\w.]*\.)\$\{/g)].map(
      (match) => match[1] ?? '',
    );
    const passed = [...everything.matchAll(/known\(t, '([\w.]+)'/g)].map((match) => `${match[1]}.`);
    const unused = [...known].filter(
      (key) =>
        !everything.includes(`'${key}'`) &&
        ![...groups, ...passed].some((group) => key.startsWith(group)),
    );
    expect(unused).toEqual([]);
  });

  it('keeps Russian words out of the code', () => {
    const own = /const NAMES: Record<Language, string> = \{[^}]*\}/;
    for (const { name, text } of SOURCES) {
      const code = text
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/^\s*\/\/.*$/gm, '')
        .replace(own, '');
      expect(code, name).not.toMatch(/[Ѐ-ӿ]/);
    }
  });
});
