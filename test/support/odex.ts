/** Hairer's ODEX (extrapolation), an integrator that shares nothing with ours. The package brings no usable types. */
import { createRequire } from 'node:module';

type Slope = (t: number, y: number[]) => number[];

interface Solver {
  relativeTolerance: number;
  absoluteTolerance: number;
  maxSteps: number;
  solve(f: Slope, from: number, y: number[], to: number): { y: number[]; outcome: number };
}

const { Solver } = createRequire(import.meta.url)('odex') as { Solver: new (size: number) => Solver };

/** y at `to`, from y at 0, at relative and absolute tolerance 1e-13. */
export function odex(f: Slope, y: ArrayLike<number>, to: number): number[] {
  const solver = new Solver(y.length);
  solver.relativeTolerance = 1e-13;
  solver.absoluteTolerance = 1e-13;
  solver.maxSteps = 1_000_000;
  const result = solver.solve(f, 0, Array.from(y), to);
  if (result.outcome !== 0) throw new Error(`ODEX stopped with outcome ${result.outcome}`);
  return result.y;
}
