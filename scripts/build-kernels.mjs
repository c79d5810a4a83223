/** Compiles the AssemblyScript kernels and embeds their bytes in a module, unless that was done from the same sources. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = fileURLToPath(new URL('../src/backends/wasm', import.meta.url));
const target = join(folder, 'kernels.generated.ts');
const options = [
  '-O3',
  '--noAssert',
  '--runtime',
  'stub',
  '--enable',
  'simd',
  '--importMemory',
  '--memoryBase',
  '512',
  '--lowMemoryLimit',
  '4096',
];

/** Of how the bytes are written here. */
const FORM = 'hexadecimal digits';
const hash = createHash('sha256').update(JSON.stringify(options)).update(asc.version).update(FORM);
for (const name of readdirSync(join(folder, 'assembly')).sort()) {
  hash.update(name).update(readFileSync(join(folder, 'assembly', name)));
}
const stamp = `// Made from assembly/ by scripts/build-kernels.mjs; sources ${hash.digest('hex')}.`;

if (!existsSync(target) || !readFileSync(target, 'utf8').startsWith(stamp)) {
  const scratch = mkdtempSync(join(tmpdir(), 'parkade-kernels-'));
  const out = join(scratch, 'kernels.wasm');
  const { error, stderr } = await asc.main([join(folder, 'assembly', 'index.ts'), ...options, '--outFile', out]);
  if (error) {
    process.stderr.write(`${stderr.toString()}${error.message}\n`);
    process.exit(1);
  }
  // Hexadecimal digits pack better than numbers, and than base64, which hides what repeats.
  const digits = readFileSync(out).toString('hex');
  const code = [
    stamp,
    `const digits =\n  '${digits}';`,
    'const valueOf = (i: number) => (digits.charCodeAt(i) & 15) + 9 * (digits.charCodeAt(i) >> 6);',
    'export const kernelBytes: Uint8Array = new Uint8Array(digits.length / 2);',
    'for (let i = 0; i < kernelBytes.length; i++) kernelBytes[i] = 16 * valueOf(2 * i) + valueOf(2 * i + 1);',
  ];
  writeFileSync(target, `${code.join('\n')}\n`);
  rmSync(scratch, { recursive: true });
}
