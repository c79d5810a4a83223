// Twenty seeds on all cores: the mean share of captured tokens, with its standard error.
import { prepareRun } from 'parkade';
import { executeMany } from 'parkade/node';

const seeds = Array.from({ length: 20 }, (_, i) => i + 1);
const runs = await executeMany(seeds.map((seed) => prepareRun({ tokens: 200, beta: 64, seed, saveAt: [20], observe: 'capture' })));
const shares = runs.map(({ measurements }) => measurements.capture.radii[0].renyiMoving[0]);
const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / (shares.length - 1);
console.log(`captured at t = 20: ${mean.toFixed(3)} ± ${Math.sqrt(variance / shares.length).toFixed(3)}`);
