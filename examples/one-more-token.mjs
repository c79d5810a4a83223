// A token added to a run later: the others keep their bits, since nothing that comes after a token acts on it.
import { appendTokens, prepareRun, recordSteps, simulate, tokensAt } from 'parkade';

const { problem, method, spec } = prepareRun({ tokens: 40, beta: 16, seed: 1, integrator: 'rk4', dt: 0.1, until: 10 });
const steps = recordSteps(problem);
const trajectory = await simulate(problem, method, { saveAt: spec.saveAt, onStep: steps.add });
const longer = await appendTokens({ method, trajectory, log: steps.log() }, Float64Array.of(Math.cos(1), Math.sin(1)));
const last = trajectory.ts.length - 1;
const [before, after] = [tokensAt(trajectory, last), tokensAt(longer.trajectory, last)];
console.log('the old tokens are the same to the last bit:', before.every((entry, i) => entry === after[i]));
console.log('the new one went from angle 1 to', Math.atan2(after[81], after[80]).toFixed(4));
