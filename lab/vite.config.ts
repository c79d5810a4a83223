/** The lab as a folder of files that any host can serve: addresses are relative, nothing is fetched from elsewhere. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { listKeptFiles, SCRIPT } from './offline/plugin.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The doors of the package: while working on the lab they lead to the sources, in what is built to the build. */
const doors = [
  'figures',
  'presets',
  'gallery',
  'theory',
  'form',
  'formats',
  'commentary',
  'checks',
  'link',
  'sweeps',
  'browser',
];
const toSources = [
  ...doors.map((door) => ({ find: `parkade/${door}`, replacement: here(`../src/${door}/index.ts`) })),
  { find: /^parkade$/, replacement: here('../src/index.ts') },
];

const { version } = JSON.parse(readFileSync(here('../package.json'), 'utf8')) as { version: string };

/** Pages that share memory between threads must be isolated. */
const isolated = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Modules of the library do nothing but export: what is not taken from them is left out. */
const library = [here('../src/'), here('../dist/')];
const treeshake = { moduleSideEffects: (id: string) => !library.some((folder) => id.startsWith(folder)) };

/** Fonts of formulas in the one format that every browser of today reads; the two older ones would double the folder. */
const formulaFonts = {
  name: 'formula-fonts',
  enforce: 'pre' as const,
  transform: (css: string, id: string) =>
    id.includes('katex.min.css') ? css.replaceAll(/,url\([^)]*\.(woff|ttf)\) format\("[a-z]+"\)/g, '') : null,
};

export default defineConfig(({ command }) => {
  // Whatever the shell has set: what is built is for people, and `import.meta.env.PROD` true in it.
  if (command === 'build') process.env.NODE_ENV = 'production';
  return {
    root: here('.'),
    base: './',
    define: { PARKADE_VERSION: JSON.stringify(version) },
    plugins: [formulaFonts, svelte(), listKeptFiles],
    resolve: { alias: command === 'serve' ? toSources : [] },
    server: { headers: isolated, host: '127.0.0.1' },
    preview: { headers: isolated, host: '127.0.0.1' },
    worker: { format: 'es' as const, rolldownOptions: { treeshake } },
    build: {
      outDir: here('../dist/lab'),
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1500,
      rolldownOptions: {
        treeshake,
        input: { index: here('index.html'), offline: here('offline/service-worker.ts') },
        output: { entryFileNames: ({ name }) => (name === 'offline' ? SCRIPT : 'assets/[name]-[hash].js') },
      },
    },
  };
});
