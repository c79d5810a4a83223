/**
 * Five tokens under full attention, from merger to merger over any number of powers of ten in time. arXiv:2410.06833.
 */
import { anglesOf } from '../../analysis/circle.ts';
import { ensembleEnergy } from '../../analysis/energy.ts';
import type { StepTaken } from '../../core/step.ts';
import { cos, exp, log, PI, sin } from '../../numerics/elementary.ts';
import { run } from '../../run/run.ts';
import { staircaseClock } from '../../theory/metastability.ts';

export interface Cell {
  readonly beta: number;
  /** SA or USA. */
  readonly normalization: 'softmax' | 'count';
}

/** The end of a step. */
export interface Sample {
  /** Of USA, e^β t: in its own time everything is e^β times faster. */
  readonly t: number;
  /** The paper's clock, in which mergers take a time of order one. */
  readonly tau: number;
  /** Φ_β = Σ e^{β(⟨x_i, x_j⟩ − 1)}/n². */
  readonly energy: number;
}

/** Two clusters that have come within MET of each other. */
export interface Merger extends Sample {
  /** Sizes of the two. */
  readonly joined: readonly number[];
  /** Of all clusters afterwards. */
  readonly sizes: readonly number[];
  /** Between the two right after the merger before, or at first. */
  readonly angle: number;
}

export interface Value extends Cell {
  readonly samples: readonly Sample[];
  readonly mergers: readonly Merger[];
}

const PLACES = [0, 0.5, 2, 4, 7] as const;
export const TOKENS = PLACES.length;
/** Radians: tokens so near have the same future, and are given the same place. */
export const MET = 1e-9;
/** Of the time since a run began: before steps get lost in its rounding, time is counted from 0 again. */
const FINEST = 1e-6;
const METHOD = {
  mask: 'full',
  integrator: 'dopri5',
  field: 'direct',
  rtol: 1e-9,
  atol: 1e-11,
  until: 1e250, // the last two have met long before
  saveAt: [1e250],
  observe: 'none',
} as const;

/**
 * Follows the tokens from merger to merger: tokens with the same bits stay together, so that explicit steps keep to the
 * slow motion.
 */
export async function followMergers({ beta, normalization }: Cell): Promise<Value> {
  let angles: readonly number[] = PLACES.map((place) => (place * log(beta)) / (2 * Math.sqrt(beta)));
  const unit = normalization === 'count' ? exp(beta) : 1;
  let [t, tau] = [0, 0];
  let before = angles;
  const samples: Sample[] = [{ t, tau, energy: energyOf(angles, beta) }];
  const mergers: Merger[] = [];
  while (mergers.length < TOKENS - 1) {
    const began = t;
    const stop = { aborted: false };
    const { trajectory } = await run(
      { ...METHOD, beta, normalization, initial: angles },
      {
        store: false,
        signal: stop,
        async onStep(step) {
          const [begin, middle, end] = await Promise.all([0, 0.5, 1].map((theta) => anglesWithin(step, theta)));
          // Simpson's rule for τ = ∫ dt/(dt/dτ).
          const rates = [begin, middle, end].map((at) => 1 / staircaseClock(at, beta));
          tau += (unit * step.dt * (rates[0] + 4 * rates[1] + rates[2])) / 6;
          t = began + unit * step.end;
          angles = end;
          samples.push({ t, tau, energy: energyOf(angles, beta) });
          stop.aborted = meeting(angles) !== null || step.dt < FINEST * step.end;
        },
      },
    );
    const place = meeting(angles);
    if (place === null && stop.aborted) continue;
    if (place === null) throw new Error(`at β = ${beta} a run ended as ${trajectory.status} before two clusters met`);
    const [left, right] = [angles[place], angles[place + 1]];
    const joined = [left, right].map((angle) => angles.filter((other) => other === angle).length);
    angles = angles.map((angle) => (angle === right ? left : angle));
    const angle = before[place + 1] - before[place];
    mergers.push({ t, tau, energy: energyOf(angles, beta), joined, angle, sizes: sizesOf(angles) });
    before = angles;
  }
  return { beta, normalization, samples, mergers };
}

async function anglesWithin(step: StepTaken, theta: number): Promise<number[]> {
  const x = await step.state(theta);
  if (x === null) throw new Error('explicit steps can be looked into everywhere');
  // Around 0, where the tokens are, without a seam.
  return Array.from(anglesOf(x), (angle) => (angle > PI ? angle - 2 * PI : angle));
}

/** The first of two neighbours that have met and are not one yet; SA keeps the order of tokens on the circle. */
function meeting(angles: readonly number[]): number | null {
  const at = angles.findIndex((angle, i) => angle !== angles[i + 1] && Math.abs(angles[i + 1] - angle) <= MET);
  return at < 0 ? null : at;
}

function sizesOf(angles: readonly number[]): number[] {
  return [...new Set(angles)].map((angle) => angles.filter((other) => other === angle).length);
}

function energyOf(angles: readonly number[], beta: number): number {
  const x = Float64Array.from(angles.flatMap((angle) => [cos(angle), sin(angle)]));
  return ensembleEnergy(x, { n: angles.length, d: 2 }, beta);
}
