// A run kept as a folder that `parkade show` reads, and pictures of it. Usage: node save-and-draw.mjs FOLDER
import { join } from 'node:path';
import { run } from 'parkade';
import { writePicture, writeRun } from 'parkade/node';

const folder = process.argv[2] ?? 'my-run';
const result = await run({ tokens: 100, dimension: 3, beta: 25, seed: 1, until: 50 });
await writeRun(folder, result);
await writePicture(join(folder, 'sphere.pdf'), result, { title: 'A hundred tokens on the sphere' });
await writePicture(join(folder, 'energy.png'), result, { figure: 'curves', theme: 'dark', width: 600 });
console.log(`written: ${folder}`);
