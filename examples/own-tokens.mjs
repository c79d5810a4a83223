// Tokens of one's own: angles on the circle. With V = I the first one draws all others to itself, whatever lies between.
import { run, tokensAt } from 'parkade';

const { trajectory } = await run({ initial: [0, 2, 3, -2.5], beta: 4, saveAt: [0, 10, 1e6] });
for (const [i, t] of trajectory.ts.entries()) {
  const x = tokensAt(trajectory, i);
  const angles = [0, 1, 2, 3].map((k) => Math.atan2(x[2 * k + 1], x[2 * k]).toFixed(4));
  console.log(`t = ${t}: ${angles.join('  ')}`);
}
