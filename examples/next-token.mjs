// To which cluster would one more token go, from each of 72 starting points?
import { basinsOf, prepareRun, recordSteps, simulate } from 'parkade';

const { problem, method, spec } = prepareRun({ tokens: 60, beta: 25, seed: 1, until: 20 });
const steps = recordSteps(problem);
const trajectory = await simulate(problem, method, { saveAt: spec.saveAt, onStep: steps.add });
const angles = Array.from({ length: 72 }, (_, i) => (2 * Math.PI * i) / 72);
const starts = Float64Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]));
const { cluster, clusters } = await basinsOf({ method, trajectory, log: steps.log() }, starts, { threshold: 0.2, radius: 0.2 });
clusters.forEach(({ tokens }, c) => {
  console.log(`cluster ${c + 1}, of ${tokens.length} tokens: ${cluster.filter((one) => one === c).length} starting points`);
});
