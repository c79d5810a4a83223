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
const FORM = 'a letter or two';
/** Letters that stand in a text as they are. */
const LETTERS = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i))
  .filter((letter) => !"'\\`$".includes(letter))
  .join('');
/** So many bytes, the most frequent ones, are one letter each; of the others the first letter is one of those left. */
const SINGLE = 88;

/**
 * Bytes as letters: what repeats in them still does, as it would not in base64, and packed they are a tenth smaller than
 * hexadecimal digits.
 */
function written(bytes) {
  const counts = new Array(256).fill(0);
  for (const byte of bytes) counts[byte]++;
  const frequent = [...counts.keys()].sort((a, b) => counts[b] - counts[a] || a - b).slice(0, SINGLE);
  const others = [...counts.keys()].filter((byte) => !frequent.includes(byte));
  const words = new Map(frequent.map((byte, i) => [byte, LETTERS[i]]));
  others.forEach((byte, i) => {
    words.set(byte, LETTERS[SINGLE + Math.floor(i / LETTERS.length)] + LETTERS[i % LETTERS.length]);
  });
  return { text: Array.from(bytes, (byte) => words.get(byte)).join(''), frequent };
}

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
  const { text, frequent } = written(readFileSync(out));
  const code = [
    stamp,
    `const text =\n  '${text}';`,
    `const letters = '${LETTERS}';`,
    `const order = [${frequent.join(', ')}];`,
    `for (let byte = 0; byte < 256; byte++) if (!order.includes(byte)) order.push(byte);`,
    'const places = new Uint8Array(128);',
    'for (let i = 0; i < letters.length; i++) places[letters.charCodeAt(i)] = i;',
    `export const kernelBytes: Uint8Array = new Uint8Array(${readFileSync(out).length});`,
    'for (let i = 0, at = 0; at < kernelBytes.length; at++) {',
    '  const place = places[text.charCodeAt(i++)];',
    `  const more = place < ${SINGLE} ? 0 : (place - ${SINGLE}) * (letters.length - 1) + places[text.charCodeAt(i++)];`,
    '  kernelBytes[at] = order[place + more];',
    '}',
  ];
  writeFileSync(target, `${code.join('\n')}\n`);
  rmSync(scratch, { recursive: true });
}
