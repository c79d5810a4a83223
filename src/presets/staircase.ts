/** Dynamic metastability of full attention: the energy climbs a staircase as clusters merge, one pair after another. */
import { anglesOf } from '../analysis/circle.ts';
import { ensembleEnergy } from '../analysis/energy.ts';
import { cos, exp, log, PI, sin } from '../core/elementary.ts';
import type { StepTaken } from '../core/step.ts';
import { type CurvePanel, curvesBlock, figure } from '../figures/index.ts';
import { brief } from '../report.ts';
import { run } from '../run.ts';
import { glueAngle, mergerJump, plateauEnergy, staircaseClock } from '../theory/metastability.ts';
import { solveTo } from '../theory/ode.ts';
import { geometricTimes, linearTimes } from '../times.ts';
import type { ExperimentPreset } from './preset.ts';

interface Cell {
  readonly beta: number;
  /** SA or USA. */
  readonly normalization: 'softmax' | 'count';
}

/** The end of a step. */
interface Sample {
  /** Of USA, e^β t: in its own time everything is e^β times faster. */
  readonly t: number;
  /** The paper's clock, in which mergers take a time of order one. */
  readonly tau: number;
  /** Φ_β = Σ e^{β(⟨x_i, x_j⟩ − 1)}/n². */
  readonly energy: number;
}

/** Two clusters that have come within MET of each other. */
interface Merger extends Sample {
  /** Sizes of the two, and of all clusters afterwards. */
  readonly joined: readonly number[];
  /** Between the two right after the merger before, or at first. */
  readonly angle: number;
  readonly sizes: readonly number[];
}

interface Value extends Cell {
  readonly samples: readonly Sample[];
  readonly mergers: readonly Merger[];
}

const BETAS = [500, 1000, 1500, 2000, 3000, 4000] as const;
const PLACES = [0, 0.5, 2, 4, 7] as const;
const TOKENS = PLACES.length;
/** Radians: tokens so near have the same future, and are given the same place. */
const MET = 1e-9;
/** Of Φ right after a merger: e^{−β(1 − cos θ)} to the nearest other cluster is far below. */
const ALLOWED = 1e-3;
/** Of the time of a merger: the other clusters pull as well, and nearer pairs have the clock first. */
const ALLOWED_TIME = 0.1;

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

/** Follows the tokens from merger to merger: tokens with the same bits stay together, so that explicit steps keep to the slow motion. */
async function compute({ beta, normalization }: Cell): Promise<Value> {
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

/**
 * The time τ in which two clusters of these sizes, alone, come from an angle to that from which on the clock looks at others:
 * θ̇ = −e^{β(cos θ − 1)} sin θ · c, c = (a + b)/n under USA, b/Z_a + a/Z_b with Z_a = a + b e^{β(cos θ − 1)} under SA.
 */
function durationAlone({ angle, joined: [a, b] }: Merger, { beta, normalization }: Cell): number {
  const slope = (theta: number, _tau: Float64Array, out: Float64Array) => {
    const w = exp(beta * (cos(theta) - 1));
    const c = normalization === 'count' ? (a + b) / TOKENS : b / (a + b * w) + a / (b + a * w);
    out[0] = -1 / (log(beta) * c * sin(theta));
  };
  return solveTo(slope, angle, [0], glueAngle(beta))[0];
}

/** Mergers after the first, which begins before any plateau: what they are and should be. */
function stepsOf(value: Value) {
  const { mergers } = value;
  return mergers.map((merger, i) => ({
    merger,
    plateau: plateauEnergy(merger.sizes),
    jump: i === 0 ? null : merger.energy - mergers[i - 1].energy,
    predictedJump: mergerJump(merger.joined[0], merger.joined[1], TOKENS),
    duration: i === 0 ? null : merger.tau - mergers[i - 1].tau,
    durationAlone: durationAlone(merger, value),
  }));
}

export const staircase: ExperimentPreset<Cell, Value> = {
  id: 'staircase',
  title: 'The energy of full attention climbs a staircase: five tokens at β = 500 to 4000',
  source: `arXiv:2410.06833, staircase: n = 5, θ₀ = ½ (log β/√β)(0, .5, 2, 4, 7), the same β. Our choice: adaptive steps of SA itself (there, steps of equal length along the gradient), and tokens within ${MET} rad given one place`,
  cells: () => [
    ...BETAS.map((beta) => ({ beta, normalization: 'softmax' as const })),
    { beta: BETAS[0], normalization: 'count' as const },
  ],
  compute,
  report(values) {
    const all = values.flatMap((value) => stepsOf(value).map((step) => ({ ...step, value })));
    const offPlateau = Math.max(...all.map(({ merger, plateau }) => Math.abs(merger.energy - plateau)));
    const offTime = Math.max(
      ...all.flatMap(({ duration, durationAlone: alone }) =>
        duration === null ? [] : [Math.abs(duration / alone - 1)],
      ),
    );
    const asPredicted = offPlateau <= ALLOWED && offTime <= ALLOWED_TIME;
    return {
      table: {
        columns: [
          'attention',
          'β',
          'clusters join',
          't',
          'τ',
          'Φ',
          'Σ(m/n)²',
          'jump',
          '2ab/n²',
          'time τ it took',
          'pair alone',
        ],
        rows: all.map(({ value, merger, plateau, jump, predictedJump, duration, durationAlone: alone }) => [
          nameOf(value),
          brief(value.beta),
          merger.joined.join(' + '),
          merger.t.toExponential(2),
          merger.tau.toFixed(3),
          merger.energy.toFixed(5),
          plateau.toFixed(2),
          jump === null ? '' : jump.toFixed(5),
          jump === null ? '' : predictedJump.toFixed(2),
          duration === null ? '' : duration.toFixed(3),
          duration === null ? '' : alone.toFixed(3),
        ]),
      },
      says: `The energy rests on Σ(m/n)² within ${offPlateau.toExponential(1)} after each of ${all.length} mergers (${ALLOWED} is allowed) and so jumps by 2ab/n²; in the clock τ a merger takes the time of the two clusters alone within ${(100 * offTime).toFixed(0)} % (${100 * ALLOWED_TIME} % is allowed), while t goes up to ${Math.max(...all.map(({ merger }) => merger.t)).toExponential(1)}${asPredicted ? '' : ' — not as predicted'}.`,
      asPredicted,
    };
  },
  draw(values) {
    const softmax = values.filter(({ normalization }) => normalization === 'softmax');
    const count = values.filter(({ normalization }) => normalization === 'count');
    return figure({
      title: 'The energy climbs a staircase',
      subtitle: `${TOKENS} tokens on the circle, full attention; Φ is the mean of exp(β(cos θ − 1)) over all pairs, θ their angle`,
      caption:
        'Dashed: Σ(m/n)² for clusters of 2, 1, 1, 1, of 3, 1, 1, and of 3, 2 tokens. In the clock τ, which runs with the pair that comes together next, steps of all β have about the same length; in time t they last about exp(β(1 − cos θ)). Of USA, t is e^β times its own time.',
      blocks: [
        curvesBlock([overTau('SA', softmax), overTau('USA', count)], [], false),
        curvesBlock([overTime(softmax)], [], true),
      ],
    });
  },
};

function nameOf({ normalization }: Cell): string {
  return normalization === 'count' ? 'USA' : 'SA';
}

const POINTS = 601;

function overTau(name: string, values: readonly Value[]): CurvePanel {
  const last = Math.max(...values.map(({ mergers }) => mergers[mergers.length - 1].tau));
  return panel(`${name}, Φ over the clock τ`, values, linearTimes(0, 1.05 * last, POINTS), 'tau', 'τ');
}

function overTime(values: readonly Value[]): CurvePanel {
  const last = Math.max(...values.map(({ mergers }) => mergers[mergers.length - 1].t));
  return { ...panel('SA, Φ over time', values, geometricTimes(0.1, 100 * last, POINTS), 't', 'time t'), wide: true };
}

function panel(title: string, values: readonly Value[], ts: number[], key: 't' | 'tau', across: string): CurvePanel {
  const plateaus = [...new Set(values[0].mergers.slice(0, -1).map(({ sizes }) => plateauEnergy(sizes)))];
  return {
    title,
    ts,
    across,
    domain: [0, 1],
    series: [
      ...plateaus.map((plateau) => ({
        name: '',
        values: ts.map(() => plateau),
        color: 'muted' as const,
        dashed: true,
      })),
      ...values.map(({ beta, samples }) => ({ name: `β = ${beta}`, values: energyAt(samples, ts, key) })),
    ],
  };
}

/** The energy at ascending times, on straight lines between the ends of steps; at last that of a single cluster. */
function energyAt(samples: readonly Sample[], times: readonly number[], key: 't' | 'tau'): number[] {
  let next = 1;
  return times.map((time) => {
    while (next < samples.length && samples[next][key] < time) next++;
    if (next === samples.length) return 1;
    const [a, b] = [samples[next - 1], samples[next]];
    return a.energy + ((b.energy - a.energy) * (time - a[key])) / (b[key] - a[key]);
  });
}
