/** The library in a browser's bundle: small, and without anything that a browser has not. */

import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
/** Bytes of `import 'parkade'`, minified and packed by gzip at level 9. */
const MOST = 125_000;

test('import parkade is small and needs no polyfill', { timeout: 120_000 }, async () => {
  const warnings: string[] = [];
  const built = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: true,
      lib: { entry: resolve(root, 'dist/index.js'), formats: ['es'] },
      rollupOptions: { onwarn: ({ message }) => void warnings.push(message) },
    },
  });
  const [{ output }] = built as Rolldown.RolldownOutput[];
  const chunks = output.filter((part) => part.type === 'chunk');
  // Shaders of WebGPU, and implicit steps of full attention and of compositions, come when they are asked for.
  const later = new Set(chunks.flatMap(({ dynamicImports }) => dynamicImports));
  const names = [/^engine-/, /^joint-solver-/, /^rows-/];
  expect([...later].sort()).toEqual(names.map((name) => expect.stringMatching(name)));
  const code = chunks.flatMap((chunk) => (later.has(chunk.fileName) ? [] : [chunk.code]));
  const own = new Set(chunks.map(({ fileName }) => fileName));
  expect(chunks.flatMap(({ imports }) => imports).filter((name) => !own.has(name))).toEqual([]);
  expect(warnings).toEqual([]); // Vite warns of modules of Node that it replaces by nothing
  expect(code.join('\n')).not.toMatch(/\bprocess\.|\brequire\(|\bBuffer\b|__vite-browser-external/);
  const packed = code.map((text) => gzipSync(text, { level: 9 }).length);
  expect(packed.reduce((sum, length) => sum + length)).toBeLessThanOrEqual(MOST);
});
