// The spectrum of V decides where tokens end: here on the line of its first eigenvector, at ξ or −ξ.
import { run, tokensAt } from 'parkade';

const matrices = { value: [1, 0.9, -0.2], query: [3, 0.1, 0.1] };
const { trajectory } = await run({ tokens: 12, dimension: 3, beta: 1, seed: 8, ...matrices, saveAt: [0, 1000] });
const x = tokensAt(trajectory, 1);
console.log('first coordinates at t = 1000:', Array.from({ length: 12 }, (_, k) => x[3 * k].toFixed(3)).join(' '));
