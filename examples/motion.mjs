// Tokens in motion, as a page with a slider. Usage: node motion.mjs FILE.html (or .gif)
import { run } from 'parkade';
import { writePicture } from 'parkade/node';

const file = process.argv[2] ?? 'motion.html';
await writePicture(file, await run({ tokens: 80, beta: 25, seed: 3, saveAt: 'lin:0:20:41' }));
console.log(`written: ${file}`);
