/** Runs to the collapse: its time, certified, beside what the initial tokens foretell. */
import { run } from '../../run/run.ts';
import { initialStatistics, type Statistic } from './initial-statistics.ts';

export interface CollapseCell {
  readonly dimension: number;
  readonly tokens: number;
  readonly beta: number;
  readonly seeds: readonly number[];
}

export interface Collapse extends Readonly<Record<Statistic, number>> {
  readonly seed: number;
  /** log T; null where all tokens are within the threshold from the beginning, T = 0, or where it is undecided. */
  readonly logTime: number | null;
  /** A run at tolerances a hundred times tighter has the same collapse, within a thousandth of its time. */
  readonly certified: boolean;
}

export interface CollapseValue {
  readonly dimension: number;
  readonly tokens: number;
  readonly beta: number;
  readonly runs: readonly Collapse[];
}

/** As many times e^{2β}, the slowest that two tokens can be but for powers of β. */
const LONGER = 1e12;

export async function collapses({ seeds, ...setting }: CollapseCell): Promise<CollapseValue> {
  const runs: Collapse[] = [];
  for (const seed of seeds) runs.push(await collapseOf(setting, seed));
  return { ...setting, runs };
}

/** Implicit from the first step: two tokens alone never seem stiff, and t + dt = t long before they meet. */
async function collapseOf(setting: Omit<CollapseCell, 'seeds'>, seed: number): Promise<Collapse> {
  const until = LONGER * Math.exp(2 * setting.beta);
  const { events, trajectory } = await run(
    {
      ...{ ...setting, seed, saveAt: [until], observe: 'none', certify: true },
      ...{ integrator: 'esdirk4', rtol: 1e-6, atol: 1e-8 },
    },
    { store: false },
  );
  const { initial, shape } = trajectory.problem;
  const found = events?.list.find(({ kind }) => kind === 'collapse');
  // None, and all in one cluster around x₁ from the beginning: every token is within the threshold of the first.
  const statistics = initialStatistics(initial, shape);
  const reach = events?.lengths.threshold ?? 0;
  const together = statistics.farthest <= 1 - Math.cos(reach);
  return {
    seed,
    ...statistics,
    logTime: found ? Math.log(found.t) : null,
    certified: found ? found.certificate?.verdict === 'certified' : together && trajectory.status === 'completed',
  };
}
