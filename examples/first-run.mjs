// How many clusters do 200 tokens form, and how many of them have the centers captured?
import { run } from 'parkade';

const { trajectory, measurements } = await run({ tokens: 200, beta: 64, seed: 1, saveAt: [0, 10, 150] });
console.log('clusters at t =', [...trajectory.ts].join(', '), 'are', measurements.clusters.count.join(', '));
console.log('captured:', measurements.capture.radii[0].renyiMoving.map((share) => `${100 * share} %`).join(', '));
