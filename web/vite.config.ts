import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** The hub that `npm run dev` speaks to. */
const hub = process.env['VOCHI_HUB'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  build: {
    target: 'es2022',
    manifest: true,
    sourcemap: false,
    assetsInlineLimit: 0,
    // What every page needs lies in one file: it packs better than in a dozen (Q13).
    rolldownOptions: {
      input: { index: 'index.html', sw: 'src/sw/sw.ts' },
      output: {
        // A service worker is known by its address: that may not change with its content.
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        codeSplitting: {
          groups: [
            {
              name: 'base',
              test: /node_modules\/(react|react-dom|scheduler|react-router|i18next|react-i18next|@tanstack|openapi-fetch)\//,
            },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/_allauth', '/link'].map((path) => [path, { target: hub }]),
    ),
  },
  test: {
    environment: 'node',
    include: ['tests/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/setup.ts'],
    // A slow machine is no failure; what hangs still ends.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
