import { rungeKutta } from './runge-kutta.ts';

/** x ← (x + dt f)/|x + dt f|: the habit of the field's scripts, here for comparison. */
export const euler = rungeKutta({
  name: 'euler',
  title: 'Euler, then renormalise',
  order: 1,
  source: 'Euler 1768; with renormalisation, the scripts of arXiv:2312.10794',
  a: [],
  b: [1],
  c: [0],
});
