/** Compresses dist/ beside itself and refuses a first load over the bar of Q13 (300 KB gzip). */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const LIMIT = 300 * 1024;
const dist = new URL('../dist/', import.meta.url).pathname;

type Chunk = { file: string; imports?: string[]; css?: string[]; isEntry?: boolean };
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Record<
  string,
  Chunk
>;

const sizes = new Map<string, number>();
for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  if (!/\.(js|css|html|svg|json)$/.test(name)) continue;
  const packed = gzipSync(readFileSync(join(dist, name)), { level: 9 });
  writeFileSync(join(dist, `${name}.gz`), packed);
  sizes.set(name, packed.length);
}

/** What a phone fetches before the desk shows: the page, its entry, the desk, one language. */
const first = new Set<string>(['index.html', 'theme.js']);
function take(key: string): void {
  const chunk = manifest[key];
  if (!chunk || first.has(chunk.file)) return;
  first.add(chunk.file);
  for (const css of chunk.css ?? []) first.add(css);
  for (const next of chunk.imports ?? []) take(next);
}
for (const key of ['index.html', 'src/features/desk/DeskPage.tsx', 'src/i18n/ru.json']) {
  if (!manifest[key]) throw new Error(`budget: no ${key} in the manifest`);
  take(key);
}

let total = 0;
for (const name of first) total += sizes.get(name) ?? 0;
const lines = [...first].map(
  (name) => `  ${((sizes.get(name) ?? 0) / 1024).toFixed(1)} KB ${name}`,
);
console.log(`first load, gzip: ${(total / 1024).toFixed(1)} KB of ${LIMIT / 1024} KB`);
console.log(lines.join('\n'));
if (total > LIMIT) {
  console.error('first load is over the bar of Q13: split a route or drop a library');
  process.exit(1);
}
