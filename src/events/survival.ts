/** Survival of strong centers: how far they move within the time for which Lemma 5.1 says that they are still. */
import { strongRenyiCenters } from '../analysis/renyi-centers.ts';
import type { Shape, State } from '../core/state.ts';
import type { StepTaken } from '../core/step.ts';
import { larger, smaller } from '../numerics/elementary.ts';
import { geodesicDistance } from '../numerics/sphere.ts';
import { survival } from '../theory/lemma-5-1.ts';

/** The ε at which centers are watched. */
export const SURVIVAL_EPSILONS = [0.05, 0.1, 0.2, 0.5] as const;

/** One strong center at one ε. */
export interface CenterSurvival {
  /** From 0. */
  readonly token: number;
  readonly epsilon: number;
  /** D: geodesic distance to the nearest earlier token at t = 0, radians. */
  readonly separation: number;
  readonly c: number;
  /** T_j of the lemma. */
  readonly until: number;
  /** εcβ^{−1/2}, radians. */
  readonly allowed: number;
  /**
   * The largest geodesic distance from where it began, radians, over the ends of steps before T_j and T_j itself; null
   * where the run ended earlier, or where the step around T_j could not be made again.
   */
  readonly displacement: number | null;
}

type SurvivalTest = Omit<CenterSurvival, 'displacement'>;

/**
 * What Lemma 5.1 says of the strong centers of these tokens: an entry for each of them and each ε where it applies.
 * Token 1 is left out: nothing is before it, its separation is infinite, and it never moves.
 */
export function survivalTests(
  initial: State,
  shape: Shape,
  beta: number,
  delta: number,
  epsilons: readonly number[] = SURVIVAL_EPSILONS,
): SurvivalTest[] {
  const { d } = shape;
  return strongRenyiCenters(initial, shape, delta)
    .filter((token) => token > 0)
    .flatMap((token) => {
      let separation = Infinity;
      for (let j = 0; j < token; j++) {
        separation = smaller(separation, geodesicDistance(initial, token * d, initial, j * d, d));
      }
      return epsilons.flatMap((epsilon): SurvivalTest[] => {
        const { applies, c, until, allowed } = survival(beta, epsilon, separation, token + 1);
        return applies ? [{ token, epsilon, separation, c, until, allowed }] : [];
      });
    });
}

export interface SurvivalFollower {
  /** To be called within every accepted step. */
  readonly follow: (step: StepTaken) => Promise<void>;
  readonly result: () => CenterSurvival[];
}

/** Watches the centers of the tests along a run. */
export function survivalFollower({ d }: Shape, initial: State, tests: readonly SurvivalTest[]): SurvivalFollower {
  const displacement: (number | null)[] = tests.map(() => null);
  const most = new Map(tests.map(({ token }) => [token, 0]));
  let open = tests.map((_, i) => i);
  const away = (x: State, token: number): number => geodesicDistance(x, token * d, initial, token * d, d);
  return {
    async follow(step) {
      if (open.length === 0) return;
      const ending = open.filter((i) => tests[i].until <= step.end);
      for (const i of ending) {
        const { token, until } = tests[i];
        const x = await step.state(until === step.end ? 1 : (until - step.t) / step.dt);
        displacement[i] = x && larger(most.get(token) as number, away(x, token));
      }
      open = open.filter((i) => tests[i].until > step.end);
      if (open.length === 0) return;
      const end = (await step.state(1)) as State;
      for (const token of new Set(open.map((i) => tests[i].token))) {
        most.set(token, larger(most.get(token) as number, away(end, token)));
      }
    },
    result: () => tests.map((test, i) => ({ ...test, displacement: displacement[i] })),
  };
}
