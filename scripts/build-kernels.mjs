/** Compiles the AssemblyScript kernels and embeds their bytes in modules, unless that was done from the same sources. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const backends = fileURLToPath(new URL('../src/backends', import.meta.url));
const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory'];

/**
 * Every module of kernels: its folder, other folders whose sources it includes, and the addresses that its constants
 * lie between, so that modules can share a memory.
 */
const modules = [
  { name: 'wasm', includes: [], constants: [512, 4096] },
  { name: 'blas', includes: ['wasm'], constants: [4096, 8192] },
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

for (const { name, includes, constants } of modules) {
  const target = join(backends, name, 'kernels.generated.ts');
  const own = [...options, '--memoryBase', String(constants[0]), '--lowMemoryLimit', String(constants[1])];
  const hash = createHash('sha256').update(JSON.stringify(own)).update(asc.version).update(FORM);
  for (const folder of [name, ...includes].map((part) => join(backends, part, 'assembly'))) {
    for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)));
  }
  const stamp = `// Made from assembly/ by scripts/build-kernels.mjs; sources ${hash.digest('hex')}.`;
  if (existsSync(target) && readFileSync(target, 'utf8').startsWith(stamp)) continue;
  const bytes = await compiled(join(backends, name, 'assembly', 'index.ts'), own);
  writeFileSync(target, `${[stamp, ...moduleOf(bytes)].join('\n')}\n`);
}

async function compiled(source, own) {
  const scratch = mkdtempSync(join(tmpdir(), 'parkade-kernels-'));
  try {
    const out = join(scratch, 'kernels.wasm');
    const { error, stderr } = await asc.main([source, ...own, '--outFile', out]);
    if (!error) return readFileSync(out);
    process.stderr.write(`${stderr.toString()}${error.message}\n`);
    process.exit(1);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** The lines of a module that holds these bytes. */
function moduleOf(bytes) {
  const { text, frequent } = written(bytes);
  return [
    `const text =\n  '${text}';`,
    `const letters = '${LETTERS}';`,
    `const order = [${frequent.join(', ')}];`,
    `for (let byte = 0; byte < 256; byte++) if (!order.includes(byte)) order.push(byte);`,
    'const places = new Uint8Array(128);',
    'for (let i = 0; i < letters.length; i++) places[letters.charCodeAt(i)] = i;',
    `export const kernelBytes: Uint8Array = new Uint8Array(${bytes.length});`,
    'for (let i = 0, at = 0; at < kernelBytes.length; at++) {',
    '  const place = places[text.charCodeAt(i++)];',
    `  const more = place < ${SINGLE} ? 0 : (place - ${SINGLE}) * (letters.length - 1) + places[text.charCodeAt(i++)];`,
    '  kernelBytes[at] = order[place + more];',
    '}',
  ];
}
